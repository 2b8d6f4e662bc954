import { parseDocument, stringify } from 'yaml';
import { z } from 'zod';
import { workKinds } from '#catalog/types.ts';
import { parseMoney, type Money } from '#kernel/money.ts';
import { slugify, tidy } from '#kernel/text.ts';

const line = (max: number) => z.coerce.string().transform(tidy).pipe(z.string().max(max));
const switches = z.union([z.boolean(), z.stringbool()]);
const price = z.coerce.string().transform((text, context): Money => {
  const amount = parseMoney(text);
  if (amount !== undefined && amount <= 100_000_000) return amount;
  context.addIssue({ code: 'custom', message: `"${text}"` });
  return z.NEVER;
});

const days = z.coerce.number().int().min(1).max(3_650);

const lesson = {
  /** `file`: its medium is only handed over. */
  kind: z.literal('file').optional(),
  title: line(120).optional(),
  title_en: line(200).optional(),
  summary: line(500).optional(),
  trial: switches.optional(),
  /** How much everybody may try: characters of a text, seconds of a video. */
  trial_first: z.coerce.number().int().min(1).max(100_000).optional(),
  /** Minutes of reading. */
  duration: z.coerce.number().min(0).max(6_000).optional(),
  /** The first day on which learners may open it, in Beijing. */
  opens_on: z.iso
    .date()
    .refine((day) => day >= '2000-01-01' && day <= '2099-12-31')
    .optional(),
  /** Days after a learner's purchase. */
  opens_after_days: days.optional(),
  /** Days after it opened for a learner. */
  closes_after_days: days.optional(),
  /** The lessons of the course that come first, by their paths. */
  needs: z.array(line(600)).max(50).optional(),
};

const course = {
  kind: z.enum(workKinds).optional(),
  /** The works that a bundle is made of, by their slugs. */
  parts: z.array(line(120)).max(50).optional(),
  /** How many issues a series means to have. */
  planned: z.coerce.number().int().min(1).max(10_000).optional(),
  title: line(120).optional(),
  slug: line(120)
    .transform((text) => slugify(text, 100))
    .optional(),
  subtitle: line(200).optional(),
  summary: line(500).optional(),
  description: z.coerce.string().max(50_000).optional(),
  title_en: line(200).optional(),
  subtitle_en: line(400).optional(),
  description_en: z.coerce.string().max(50_000).optional(),
  summary_en: line(1_000).optional(),
  creator: line(100).optional(),
  category: line(200).optional(),
  tags: z
    .array(line(20).pipe(z.string().min(1)))
    .max(10)
    .optional(),
  level: z.enum(['any', 'beginner', 'intermediate', 'advanced']).optional(),
  language: line(20).optional(),
  cover: line(300).optional(),
  price: price.optional(),
  /** Each lesson is open only to who has done the one before. */
  in_order: switches.optional(),
};

export const LessonFacts = z.object(lesson);
export type LessonFacts = z.infer<typeof LessonFacts>;
export const CourseFacts = z.object(course);
export type CourseFacts = z.infer<typeof CourseFacts>;

export type Facts<T> =
  | { readonly ok: true; readonly facts: T; readonly unknown: readonly string[] }
  | { readonly ok: false; readonly detail: string };

// A description of 50,000 characters, each on a line of its own.
const longest = 256 * 1024;

/** YAML of a person as facts: plain values only, no aliases to blow up, no types that make objects of ours. */
function readYaml<T>(text: string, shape: z.ZodObject): Facts<T> {
  if (text.length > longest) return { ok: false, detail: `> ${longest / 1024} kB` };
  const plain = plainOf(text);
  if (!plain.ok) return plain;

  const { value } = plain;
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { ok: false, detail: 'key: value' };
  const parsed = shape.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return { ok: false, detail: `${issue?.path.join('.')}: ${issue?.message}` };
  }
  const unknown = Object.keys(value).filter((key) => !(key in shape.shape));
  return { ok: true, facts: parsed.data as T, unknown };
}

type Plain =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly detail: string };

function plainOf(text: string): Plain {
  const document = parseDocument(text, { schema: 'core', uniqueKeys: true, version: '1.2' });
  const [error] = document.errors;
  if (error) return { ok: false, detail: error.message.split('\n')[0]! };
  try {
    return { ok: true, value: document.toJS({ maxAliasCount: 0 }) ?? {} };
  } catch (fault) {
    // yaml throws ReferenceError for aliases, which are not taken.
    if (fault instanceof ReferenceError) return { ok: false, detail: fault.message };
    throw fault;
  }
}

/** What `course.yaml` says. */
export function readCourseFacts(text: string): Facts<CourseFacts> {
  return readYaml(text, CourseFacts);
}

const front = /^---[ \t]*\n([\s\S]*?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)/;

/** A text without its front matter, and what that says. */
export function splitFrontMatter(text: string): {
  readonly body: string;
  /** The body as `writeLesson` was given it, to the last space. */
  readonly exactBody: string;
  readonly facts: Facts<LessonFacts>;
} {
  const match = front.exec(text);
  const rest = match ? text.slice(match[0].length) : text;
  return {
    body: rest.trim(),
    exactBody: rest.replace(/^\n/, '').replace(/\n$/, ''),
    facts: match ? readYaml(match[1]!, LessonFacts) : { ok: true, facts: {}, unknown: [] },
  };
}

/** A lesson as a text with front matter, which `splitFrontMatter` takes apart again. */
export function writeLesson(facts: LessonFacts, body: string): string {
  return `---\n${writeYaml(facts)}---\n\n${body}\n`;
}

/** Plain facts as YAML that people can read; what is undefined is left out. */
export function writeYaml(facts: object): string {
  return stringify(facts, { lineWidth: 0 });
}

/** How long a text takes to read, by its length: Chinese readers take in about 400 characters a minute. */
export function readingSec(plain: string): number {
  const dense = plain.replaceAll(/\s+/g, '');
  return Math.max(60, Math.round((dense.length / 400) * 60));
}
