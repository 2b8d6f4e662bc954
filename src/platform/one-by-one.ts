import type { Ctx } from './ctx.ts';
import { errorFields } from './log.ts';

/**
 * Does `work` for each item, each for itself: a failure is written to the log and holds up nobody else; whatever is
 * left undone is due again. Answers how many succeeded.
 */
export async function oneByOne<Item>(
  ctx: Ctx,
  items: readonly Item[],
  what: string,
  work: (item: Item) => Promise<unknown>,
): Promise<number> {
  let done = 0;
  for (const item of items) {
    try {
      await work(item);
      done += 1;
    } catch (error) {
      ctx.ports.log.error(`${what} failed and will be due again`, errorFields(error));
    }
  }
  return done;
}
