import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isFlashMet, measureFlash, mostP99Ms } from './flash.ts';
import { measureQuotes, quotesPerSecond } from './quotes.ts';
import { sayWhere } from '../machine.ts';

const folder = join(import.meta.dirname, '../results');

/** What selling is measured by besides requests: `quotes` and `flash`. */
export const sellingParts = ['quotes', 'flash'] as const;
export type SellingPart = (typeof sellingParts)[number];

/** Measures the price engine and a flash sale, and says so. False when a promise is missed. */
export async function runSelling(
  wanted: readonly SellingPart[],
  seconds: number,
  say: (line: string) => void,
): Promise<boolean> {
  const lines: string[] = [];
  const met: boolean[] = [];
  const tell = (line: string, isMet: boolean) => {
    lines.push(`- ${line}: ${isMet ? 'met' : '**missed**'}`);
    met.push(isMet);
    say(lines.at(-1)!);
  };
  if (wanted.includes('quotes')) {
    const made = measureQuotes(seconds / 2);
    const text = `${made.toLocaleString('en')} quotes a second and core of 5 lines with 20 promotions (promised ${quotesPerSecond.toLocaleString('en')})`;
    tell(text, made >= quotesPerSecond);
  }
  if (wanted.includes('flash')) {
    const run = await measureFlash(say);
    const { sold, refused, p50Ms, p99Ms, faults } = run;
    const text =
      `flash sale, 5,000 buyers in 10 s for 100 pieces, over HTTP: ${sold} sold, ${refused} told that it is sold out, ` +
      `answered in ${p50Ms} ms p50 and ${p99Ms} ms p99 (promised ${mostP99Ms}), ` +
      `in ${run.seconds.toFixed(1)} s; ${run.nodeUs} µs of Node and ${run.postgresUs} µs of PostgreSQL a buyer`;
    tell(text, isFlashMet(run));
    for (const fault of faults) say(`  ${fault}`);
  }
  await mkdir(folder, { recursive: true });
  await writeFile(
    join(folder, 'selling.md'),
    `# Selling\n\n${sayWhere()}\n\n${lines.join('\n')}\n`,
  );
  return met.every(Boolean);
}
