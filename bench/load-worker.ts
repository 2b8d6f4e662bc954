import { readFileSync } from 'node:fs';
import type { LoadOrder, LoadResult } from './load.ts';
import { Line } from './http.ts';
import { Exhausted, type Scenario } from './scenario.ts';
import { scenarios } from './scenarios/all.ts';
import type { World } from './world.ts';

// The other end of `load.ts`: a process of its own, so that its work is not counted as the server's.

const mostTurns = 2_000_000;
const mostFaults = 5;

process.once('message', (order: LoadOrder) => {
  void drive(order).then(() => process.disconnect());
});

async function drive(order: LoadOrder): Promise<void> {
  const scenario = scenarios.find(({ name }) => name === order.scenario)!;
  const world = JSON.parse(readFileSync(order.worldFile, 'utf8')) as World;
  const lines = Array.from({ length: order.connections }, () => new Line(order.port));
  const turns = { next: order.firstTurn };

  await runFor(scenario, world, lines, { turns, seconds: order.warmUpSeconds });
  process.send?.({ kind: 'warm' });
  const result = await runFor(scenario, world, lines, { turns, seconds: order.seconds });
  for (const line of lines) line.close();
  process.send?.({ kind: 'done', result, nextTurn: turns.next });
}

interface Span {
  readonly turns: { next: number };
  readonly seconds: number;
}

/** A closed loop: each connection asks again as soon as it is answered. */
async function runFor(
  scenario: Scenario,
  world: World,
  lines: readonly Line[],
  span: Span,
): Promise<LoadResult> {
  const { turns, seconds } = span;
  const latencies: number[] = [];
  const faults: string[] = [];
  let faultCount = 0;
  let isExhausted = false;
  const began = performance.now();
  const until = began + seconds * 1_000;

  const loop = async (line: Line) => {
    while (!isExhausted && performance.now() < until && latencies.length < mostTurns) {
      const asked = performance.now();
      try {
        await scenario.run(line, world, turns.next++);
        latencies.push(performance.now() - asked);
      } catch (error) {
        if (error instanceof Exhausted) isExhausted = true;
        else if ((faultCount += 1) <= mostFaults) faults.push(String(error));
        if (faultCount > 1_000) return;
      }
    }
  };
  await Promise.all(lines.map(loop));
  return summarise(latencies, {
    seconds: (performance.now() - began) / 1_000,
    faultCount,
    faults,
    isExhausted,
  });
}

function summarise(
  latencies: number[],
  rest: Pick<LoadResult, 'seconds' | 'faultCount' | 'faults' | 'isExhausted'>,
): LoadResult {
  const sorted = Float64Array.from(latencies).toSorted();
  const quantile = (part: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
  return { count: sorted.length, p50Ms: quantile(0.5), p99Ms: quantile(0.99), ...rest };
}
