import { AsyncLocalStorage } from 'node:async_hooks';
import type { Random } from '#kernel/random.ts';

/** The process died here. What it had not committed is gone; whoever waited for an answer never gets one. */
export class Crash extends Error {
  constructor(point: string) {
    super(`the process died before ${point.slice(0, 80)}`);
    this.name = 'Crash';
  }
}

/** What one step of a programme runs with. Everything that is drawn while it runs is drawn from its own source. */
export interface Step {
  readonly random: Random;
  /** How far the clock of the machine that serves this step is off. */
  readonly skewMs: number;
  /** Points that may still be passed; Infinity when nothing happens. */
  fuse: number;
  /** Whether the crash takes everything else that is under way with it. */
  readonly takesAll: boolean;
  isDead: boolean;
  readonly generation: number;
}

export interface CrashRoom {
  /** Called before each statement, and around each call of the gateway. @throws Crash */
  readonly probe: (point: string) => void;
  /** Runs `work` as one step; the step says afterwards whether it died. */
  readonly run: (
    plan: Pick<Step, 'random' | 'skewMs' | 'fuse' | 'takesAll'>,
    work: (step: Step) => Promise<void>,
  ) => Promise<void>;
  /** The step that runs here; undefined outside. */
  readonly current: () => Step | undefined;
  readonly counts: { points: number; crashes: number; killed: number };
}

const crashShare = 0.15;
const furthestPoint = 30;
const takesAllShare = 0.3;

/** Whether, where and how completely a process dies during one step. */
export function drawFuse(random: Random): Pick<Step, 'fuse' | 'takesAll'> {
  if (random() >= crashShare) return { fuse: Infinity, takesAll: false };
  return { fuse: Math.floor(random() * furthestPoint), takesAll: random() < takesAllShare };
}

/** @param onDeath forgets what only the memory of the process held. */
export function openCrashRoom(onDeath: () => void): CrashRoom {
  const steps = new AsyncLocalStorage<Step>();
  const counts = { points: 0, crashes: 0, killed: 0 };
  let generation = 0;

  const die = (step: Step): void => {
    step.isDead = true;
    counts.crashes += 1;
    if (!step.takesAll) return;
    generation += 1;
    counts.killed += 1;
    onDeath();
  };
  const probe = (point: string): void => {
    const step = steps.getStore();
    if (!step) return;
    counts.points += 1;
    step.isDead ||= step.generation !== generation;
    if (!step.isDead) {
      step.fuse -= 1;
      if (step.fuse < 0) die(step);
    }
    // A dead process sends no roll-back either, but its connection ends, which is the same to the database.
    if (step.isDead && !point.startsWith('rollback')) throw new Crash(point);
  };
  return {
    probe,
    counts,
    current: () => steps.getStore(),
    run: (plan, work) => {
      const step: Step = { ...plan, isDead: false, generation };
      return steps.run(step, () => work(step));
    },
  };
}

/** Whether `error`, or what caused it, is a crash of ours. */
export function isCrash(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) if (at instanceof Crash) return true;
  return false;
}
