import { Refusal } from '#kernel/refusal.ts';
import { Lru } from '#platform/lru.ts';
import type { Reading } from '../types.ts';
import { readText } from './ask-thread.ts';

const readings = new Lru<Reading>(4 * 1024 * 1024, ({ text }) => text.length * 2 + 500);

/** What Markdown says; of a text that is too complex to be parsed, what was typed. @throws Refusal text.busy */
export async function readWords(body: string, by: string): Promise<Reading> {
  if (body.trim() === '') return { text: '', links: [] };
  const known = readings.get(body);
  if (known) return known;
  try {
    const reading = await readText(body, by);
    readings.set(body, reading);
    return reading;
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'text.too_heavy') throw error;
    return { text: body, links: [] };
  }
}

/** The words of Markdown without its signs, a line for each block: for search and excerpts. @throws Refusal text.busy */
export async function plainText(body: string, by: string): Promise<string> {
  return (await readWords(body, by)).text;
}
