import { invariants } from './invariants.ts';
import { nameStep, type RunOptions, type Verdict } from './run.ts';

/** Says what a run did and found. Answers whether everything was true. */
export function printVerdict(verdict: Verdict, seed: number): boolean {
  const { events, seconds, points, checks, restHours, violations } = verdict;
  console.log(
    `seed ${seed}: ${events} events in ${seconds.toFixed(1)} s (${Math.round(events / seconds)}/s), ${points} points at which to die`,
  );
  console.log(`  did     ${listOf(verdict.operations)}`);
  console.log(`  heard   ${listOf(verdict.outcomes)}`);
  console.log(`  faults  ${listOf(verdict.faults)}`);
  console.log(
    `  at rest after ${Math.round(restHours)} h of its own time; ${invariants.length} invariants, judged ${checks} times, and everything said again`,
  );
  for (const { id, says, what } of violations)
    console.log(`  NOT TRUE ${id}: ${says}\n    ${what.replaceAll('\n', '\n    ')}`);
  console.log(
    violations.length === 0
      ? '  everything was true'
      : `  again: npm run sim -- --seed ${seed} --events ${events}`,
  );
  return violations.length === 0;
}

/** More than anybody reads; the seed says the same in one word. */
const mostSteps = 200;

/** Says how to see the same again with little. */
export function printFinding({ seed, programme, clients, buyers }: RunOptions): void {
  const isTold = programme.length <= mostSteps;
  const steps = isTold ? `: ${programme.map(nameStep).join(', ')}` : '';
  console.log(`  smallest programme found, ${programme.length} steps${steps}`);
  if (!isTold) return;
  console.log(
    `  again: npm run sim -- --seed ${seed} --clients ${clients} --buyers ${buyers} --steps ${programme.join(',')}`,
  );
}

function listOf(counts: ReadonlyMap<string, number>): string {
  return [...counts]
    .toSorted(([, a], [, b]) => b - a)
    .map(([name, times]) => `${name} ${times}`)
    .join(', ');
}
