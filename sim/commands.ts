import type { plant } from './planted.ts';
import { printFinding, printVerdict } from './report.ts';
import { programmeOf, runProgramme, type Programme, type RunOptions, type Verdict } from './run.ts';
import { shrink } from './shrink.ts';

/** What was asked for on the command line. */
export interface Asked {
  readonly seed: number;
  readonly events: number;
  readonly clients: number;
  readonly seconds: number;
  readonly buyers?: number;
  readonly steps?: readonly number[];
}

function optionsOf({ seed, events, clients, buyers, steps }: Asked): RunOptions {
  const programme = steps ?? programmeOf(seed, events);
  return {
    seed,
    programme,
    clients,
    buyers: buyers ?? Math.max(6, Math.round(programme.length / 12)),
  };
}

/** Runs a programme on the house as it is; what is not true is made smaller when that is wanted. Answers whether all was true. */
export async function runHonest(asked: Asked, shrinks: boolean): Promise<boolean> {
  const options = optionsOf(asked);
  const verdict = await runProgramme(options);
  const isTrue = printVerdict(verdict, asked.seed);
  if (!isTrue && shrinks) await makeSmaller(options, verdict);
  return isTrue;
}

const shrinkMs = 120_000;

/** Looks for a small programme that shows the same, with one client if it can be: that one always runs the same way. */
async function makeSmaller(options: RunOptions, { violations }: Verdict): Promise<void> {
  const ids = new Set(violations.map(({ id }) => id));
  const showsIt = async (programme: Programme, clients: number) => {
    const again = await runProgramme({ ...options, programme, clients });
    return again.violations.some(({ id }) => ids.has(id));
  };
  const clients = (await showsIt(options.programme, 1)) ? 1 : options.clients;
  const deadline = performance.now() + shrinkMs;
  const programme = await shrink(options.programme, (part) => showsIt(part, clients), deadline);
  printFinding({ ...options, programme, clients });
}

/** Whether the planted fault is found within the programme. */
export async function findPlanted(
  asked: Asked,
  { fault, planted }: ReturnType<typeof plant>,
): Promise<boolean> {
  const spoil = fault.spoil === undefined ? {} : { spoil: fault.spoil };
  const verdict = await runProgramme({ ...optionsOf(asked), ...spoil, stopsEarly: true });
  if (!planted.isMade())
    throw new Error(`${fault.source?.file} was never loaded: the fault was not planted`);
  const ids = [...new Set(verdict.violations.map(({ id }) => id))];
  const isFound = ids.some((id) => fault.noticedBy.includes(id));
  console.log(
    `${isFound ? 'found ' : 'MISSED'} ${fault.name} after ${verdict.seconds.toFixed(1)} s: ${ids.join(', ') || 'nothing'}`,
  );
  if (!isFound) for (const { id, what } of verdict.violations) console.log(`  ${id}: ${what}`);
  return isFound;
}

/** Drives the real server over HTTP, kills it and its database, and judges what is left. */
export async function runLevel2({ seed, seconds }: Asked): Promise<boolean> {
  const { runServer } = await import('./level2.ts');
  return printVerdict(await runServer({ seed, seconds }), seed);
}
