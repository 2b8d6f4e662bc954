import type { PuzzleItem } from '#identity/schema.ts';
import type { z } from 'zod';
import { ask } from './api.ts';

const sliceSize = 20_000;

/** Fetches a puzzle of the API and solves it a slice at a time, so that the screen stays alive. */
export async function solveChallenge(): Promise<string> {
  const [{ solve }, asked] = await Promise.all([
    import('#identity/pages/sha256.ts'),
    ask<z.infer<typeof PuzzleItem>>('POST', '/challenges'),
  ]);
  for (let from = 0; ; from += sliceSize) {
    const solution = solve(asked.puzzle, asked.bits, from, sliceSize);
    if (solution) return solution;
    await new Promise((resolve) => {
      setTimeout(resolve);
    });
  }
}
