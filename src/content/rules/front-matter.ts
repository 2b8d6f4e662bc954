import { parseDocument } from 'yaml';
import { z } from 'zod';
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

const lesson = {
  title: line(120).optional(),
  title_en: line(200).optional(),
  summary: line(500).optional(),
  trial: switches.optional(),
  /** Minutes of reading. */
  duration: z.coerce.number().min(0).max(6_000).optional(),
};

const course = {
  title: line(120).optional(),
  slug: line(80).transform(slugify).optional(),
  subtitle: line(200).optional(),
  summary: line(500).optional(),
  description: z.coerce.string().max(50_000).optional(),
  title_en: line(200).optional(),
  subtitle_en: line(200).optional(),
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
};

export const LessonFacts = z.object(lesson);
export type LessonFacts = z.infer<typeof LessonFacts>;
export const CourseFacts = z.object(course);
export type CourseFacts = z.infer<typeof CourseFacts>;

export type Facts<T> =
  | { readonly ok: true; readonly facts: T; readonly unknown: readonly string[] }
  | { readonly ok: false; readonly detail: string };

const longest = 64 * 1024;

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
  readonly facts: Facts<LessonFacts>;
} {
  const match = front.exec(text);
  if (!match) return { body: text.trim(), facts: { ok: true, facts: {}, unknown: [] } };
  return { body: text.slice(match[0].length).trim(), facts: readYaml(match[1]!, LessonFacts) };
}

/** How long a text takes to read, by its length: Chinese readers take in about 400 characters a minute. */
export function readingSec(plain: string): number {
  const dense = plain.replaceAll(/\s+/g, '');
  return Math.max(60, Math.round((dense.length / 400) * 60));
}
