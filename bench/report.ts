import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Weight } from './budget.ts';
import type { HouseRun, Measured } from './run.ts';
import { readCommit, readMachine, type Machine } from './machine.ts';
import { renderReport } from './render.ts';
import { mostRatio, type Scenario } from './scenario.ts';

const root = join(import.meta.dirname, '..');
const folder = join(root, 'bench/results');

const mostScriptBytes = 20 * 1_024;

/** Everything that a run found out, as it is written to `bench/results/`. */
export interface Report {
  readonly date: string;
  readonly commit: string;
  readonly machine: Machine;
  readonly versions: { readonly node: string; readonly postgres: string };
  readonly seconds: number;
  readonly rounds: number;
  /** The cost of the simulated payment provider in one order, which runs in the server's process. */
  readonly sandboxUs: number | null;
  readonly houses: readonly HouseRun[];
  readonly rows: readonly Row[];
  readonly budgets: readonly {
    readonly what: string;
    readonly bytes: number;
    readonly most: number;
    readonly isMet: boolean;
  }[];
}

/** One scenario: what it costs on each house, and whether that is what we promise. */
export interface Row {
  readonly scenario: string;
  readonly title: string;
  readonly bySize: Readonly<Record<string, Measured>>;
  /** Processor time of Node and PostgreSQL together, large to small. */
  readonly ratio: number | null;
  /** What two cores can do by the processor time that was used, on the largest house measured. */
  readonly capacity: number;
  readonly target: number | null;
  readonly p99Target: number | null;
  readonly isMet: boolean;
}

/** Puts the runs of all houses side by side. */
export function makeReport(
  houses: readonly HouseRun[],
  scenarios: readonly Scenario[],
  about: { readonly seconds: number; readonly rounds: number; readonly sandboxUs: number | null },
): Report {
  return {
    date: new Date().toISOString(),
    commit: readCommit(),
    machine: readMachine(),
    versions: { node: process.versions.node, postgres: houses[0]?.postgresVersion ?? '' },
    ...about,
    houses,
    rows: scenarios.map((scenario) => rowOf(scenario, houses, about.sandboxUs)),
    budgets:
      houses
        .at(-1)
        ?.weights.filter(({ page }) => page !== 'lesson')
        .map(budgetOf) ?? [],
  };
}

/** Whether a scenario's cost has that of the sandbox in it, which a house with a real provider does not bear. */
export const isPaid = ({ name }: Scenario) => name === 'order' || name === 'basket';

function rowOf(scenario: Scenario, houses: readonly HouseRun[], sandboxUs: number | null): Row {
  const found = houses.map(
    ({ size, measured }) =>
      [size.name, measured.find((one) => one.scenario === scenario.name)!] as const,
  );
  const bySize = Object.fromEntries(found);
  const outsideUs = isPaid(scenario) ? (sandboxUs ?? 0) : 0;
  const row = {
    scenario: scenario.name,
    title: scenario.title,
    bySize,
    ratio: ratioOf(bySize),
    capacity: capacityOf(found.at(-1)![1], outsideUs),
    target: scenario.perSecond ?? null,
    p99Target: scenario.p99Ms ?? null,
  };
  const isSoon = row.p99Target === null || found.at(-1)![1].load.p99Ms <= row.p99Target;
  return { ...row, isMet: isSoon && isMet(row, scenario.isBounded === true) };
}

function ratioOf({ small, large }: Row['bySize']): number | null {
  return small && large ? totalUs(large) / totalUs(small) : null;
}

/** Without a failure, as fast as promised, and no dearer on the large house. */
function isMet(
  { bySize, ratio, capacity, target }: Omit<Row, 'isMet'>,
  isBounded: boolean,
): boolean {
  const isClean = Object.values(bySize).every(
    ({ load }) => load.faultCount === 0 && load.count > 0,
  );
  const isFlat = isBounded || ratio === null || ratio <= mostRatio;
  return isClean && isFlat && (target === null || capacity >= target);
}

const totalUs = ({ nodeUs, postgresUs }: Measured) => nodeUs + postgresUs;

/** A process of Node has one core, whatever is free; the processes of PostgreSQL have what is left of two. */
function capacityOf(measured: Measured, outsideUs: number): number {
  const nodeUs = Math.max(1, measured.nodeUs - outsideUs);
  return 1_000_000 / Math.max(nodeUs, (nodeUs + measured.postgresUs) / 2);
}

function budgetOf({ page, scripts }: Weight) {
  return {
    what: `scripts of the ${page} page`,
    bytes: scripts,
    most: mostScriptBytes,
    isMet: scripts < mostScriptBytes,
  };
}

/** Writes the report as JSON and as a table; a part of the scenarios or of the houses does not replace the whole. */
export async function saveReport(report: Report, isWhole: boolean): Promise<string> {
  await mkdir(folder, { recursive: true });
  const name = isWhole ? 'latest' : 'partial';
  await writeFile(join(folder, `${name}.json`), `${JSON.stringify(report, undefined, 2)}\n`);
  await writeFile(join(folder, `${name}.md`), renderReport(report));
  return `bench/results/${name}.md`;
}
