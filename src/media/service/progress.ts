import type { Ctx } from '#platform/ctx.ts';
import { errorFields } from '#platform/log.ts';
import { tellOwners } from '../service.ts';
import { moveMaking } from '../store/making.ts';
import type { Making } from '../types.ts';

// A bar that moves every other second looks alive, and costs one small write.
const everyMs = 2_000;

/**
 * A teller of progress from 0 to 1: it writes at most every two seconds what there is to tell, and how long the rest will
 * take at the pace since it was made.
 */
export function tellProgress(
  ctx: Ctx,
  assetId: string,
  step: Making['step'],
): (done: number) => void {
  const begunMs = performance.now();
  let toldMs = -Infinity;
  let begunAt: number | undefined;
  return (done) => {
    const nowMs = performance.now();
    begunAt ??= done;
    if (nowMs - toldMs < everyMs) return;
    toldMs = nowMs;
    const doneBps = Math.max(0, Math.min(10_000, Math.floor(done * 10_000)));
    const leftSec = leftOf(done - begunAt, 1 - done, (nowMs - begunMs) / 1_000);
    // Nobody waits for it: a bar that stands still for once does no harm.
    note(ctx, assetId, { step, doneBps, leftSec }).catch((error: unknown) => {
      ctx.ports.log.error('progress could not be noted', errorFields(error));
    });
  };
}

async function note(ctx: Ctx, assetId: string, making: Making): Promise<void> {
  await moveMaking(ctx.db, assetId, making);
  await tellOwners(ctx, [{ assetId }]);
}

const leastSec = 3;

/** Seconds until the rest is done, at the pace so far; null before there is one. */
function leftOf(done: number, rest: number, passedSec: number): number | null {
  if (passedSec < leastSec || done <= 0) return null;
  return Math.ceil((passedSec * Math.max(0, rest)) / done);
}
