import { createHash } from 'node:crypto';
import type { Locale } from '#kernel/locale.ts';
import { minute } from '#kernel/time.ts';
import { Lru } from '#platform/lru.ts';
import { Threads, WorkGivenUp } from '#platform/threads.ts';
import { refuseText } from '../refusals.ts';
import type { Cast, PicturePlace, Reading } from '../types.ts';

/** What is asked of a thread: to render a text, to read its words, or to find its pictures. */
export type Task =
  | {
      readonly deed: 'cast';
      readonly body: string;
      readonly locale: Locale;
      /** Only so many characters of its beginning. */
      readonly first: number | undefined;
    }
  | { readonly deed: 'read' | 'pictures'; readonly body: string };
export type Answer = Cast | Reading | readonly PicturePlace[];

/** How long a text may take. */
export const limitSec = 10;
// Characters of HTML: hundreds of times a long lesson, and about what a phone can still show.
const longestHtml = 4 * 1024 * 1024;

const threads = new Threads<Task, Answer>({
  module: new URL('text-thread.ts', import.meta.url),
  size: 2,
  limitMs: limitSec * 1_000,
  heapMb: 400,
  longestLine: 500,
  piecesEach: 2_000,
});

const asked = new Map<string, Promise<Answer>>();
// What was given up is not tried again at every look; that it was given up may have been a busy machine's doing.
const heavy = new Lru<number>(1_000);
const heavyMs = 10 * minute;

/** SHA-256 of a language and a text, or its beginning: what a rendered text is known by. */
export function hashText(body: string, locale: Locale, first?: number): Buffer {
  const form = first === undefined ? locale : `${locale} ${first}`;
  return createHash('sha256').update(`${form}\n${body}`).digest();
}

function keyOf({ deed, body }: Task): string {
  return createHash('sha256').update(`${deed}\n${body}`).digest('base64');
}

/** Who asks for the same text while it is being worked on gets the same answer. */
async function ask(task: Task, by: string): Promise<Answer> {
  const key = keyOf(task);
  if (performance.now() < (heavy.get(key) ?? 0))
    throw refuseText('text.too_heavy', { seconds: limitSec });
  const exactly = task.deed === 'cast' ? `${key} ${task.locale} ${task.first ?? ''}` : key;
  const known = asked.get(exactly);
  if (known) return known;
  const answer = askThread(task, by, key).finally(() => asked.delete(exactly));
  asked.set(exactly, answer);
  return answer;
}

async function askThread(task: Task, by: string, key: string): Promise<Answer> {
  try {
    const answer = await threads.ask(task, by);
    if (!isLong(answer)) return answer;
  } catch (error) {
    if (!(error instanceof WorkGivenUp)) throw error;
    if (error.why === 'busy') throw refuseText('text.busy', { retryAfterSec: 5 });
  }
  heavy.set(key, performance.now() + heavyMs);
  throw refuseText('text.too_heavy', { seconds: limitSec });
}

function isLong(answer: Answer): boolean {
  return (
    'parts' in answer && answer.parts.reduce((sum, part) => sum + part.length, 0) > longestHtml
  );
}

/**
 * Renders Markdown on a thread, or its beginning of `first` characters; texts of one `by` are rendered one after the other.
 *
 * @throws Refusal text.too_heavy, text.busy
 */
// oxlint-disable-next-line max-params -- what, in which language, for whom, how much
export async function castText(
  body: string,
  locale: Locale,
  by: string,
  first: number | undefined,
): Promise<Cast> {
  return (await ask({ deed: 'cast', body, locale, first }, by)) as Cast;
}

/** Reads Markdown on a thread. @throws Refusal text.too_heavy, text.busy */
export async function readText(body: string, by: string): Promise<Reading> {
  return (await ask({ deed: 'read', body }, by)) as Reading;
}

/** Finds the pictures of a text on a thread. @throws Refusal text.too_heavy, text.busy */
export async function findPictures(body: string, by: string): Promise<readonly PicturePlace[]> {
  return (await ask({ deed: 'pictures', body }, by)) as readonly PicturePlace[];
}
