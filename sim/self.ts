import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import {
  clusterEnvironment,
  startTestCluster,
  type TestCluster,
} from '#platform/testing/cluster.ts';
import type { PlantedFault } from './mutate.ts';
import { plantedFaults } from './planted.ts';

/** How long one planted fault may stay unseen: the seeds it is tried with, and the steps of each. */
const seeds = [1, 2, 3];
const steps = 1_500;
const rareSteps = 6_000;

/** Plants every fault, one process each, and says which were found. Answers whether all were. */
export async function selfTest(): Promise<boolean> {
  const cluster = await startTestCluster();
  const missed: string[] = [];
  try {
    for (const fault of plantedFaults)
      if (!(await isFoundOrTold(fault, cluster))) missed.push(fault.name);
  } finally {
    await cluster.stop();
  }
  console.log(
    `${plantedFaults.length - missed.length} of ${plantedFaults.length} planted faults were found`,
  );
  return missed.length === 0;
}

/** One fault that cannot be tried says so, and does not keep the others from being tried. */
async function isFoundOrTold(fault: PlantedFault, cluster: TestCluster): Promise<boolean> {
  try {
    return await isFound(fault, cluster);
  } catch (error) {
    console.log(error instanceof Error ? error.message : String(error));
    return false;
  }
}

/** Whether a planted fault is found with one of the seeds. */
export async function isFound(
  fault: PlantedFault,
  cluster: Pick<TestCluster, 'connection'>,
): Promise<boolean> {
  for (const seed of seeds) {
    const said = await runApart(fault, seed, cluster);
    if (said.code === 0) return true;
    if (!said.text.includes('MISSED'))
      throw new Error(`the planted fault ${fault.name} could not be tried:\n${said.text}`);
  }
  return false;
}

/** A process of its own: a source can be changed only before it is loaded. */
async function runApart(
  { name, isRare }: PlantedFault,
  seed: number,
  { connection }: Pick<TestCluster, 'connection'>,
): Promise<{ code: number | null; text: string }> {
  const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
  const events = isRare ? rareSteps : steps;
  const args = [
    here('main.ts'),
    '--fault',
    name,
    '--seed',
    String(seed),
    '--events',
    String(events),
  ];
  const child = spawn(process.execPath, ['--import', here('../src/platform/hooks.mjs'), ...args], {
    env: { ...process.env, ...clusterEnvironment(connection) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
  }
  const code = await new Promise<number | null>((resolve) => child.once('exit', resolve));
  process.stdout.write(
    text
      .split('\n')
      .filter((line) => /^(found|MISSED)/.test(line))
      .map((line) => `${line}\n`)
      .join(''),
  );
  return { code, text };
}
