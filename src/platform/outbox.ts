import { sql } from 'kysely';
import type { Ctx } from './ctx.ts';
import { aftermathOf, inTransaction, type Tx } from './db.ts';
import { errorFields } from './log.ts';
import { onlyAfter, type Write } from './together.ts';

/** Every event of the house with its payload. Domains add theirs by declaration merging in `events.ts`. */
export interface Events {
  /** A reaction that was laid aside is owed again, and it alone. */
  readonly 'job.again': Owed;
}

export type EventName = Extract<keyof Events, string>;

/** Writes an event in the fact's own transaction: no fact without its event, no event without its fact. */
export async function publish<Name extends EventName>(
  tx: Tx,
  event: Name,
  payload: Events[Name],
): Promise<void> {
  await publishing(tx, event, payload).statement.execute(tx);
}

/** The same as a write that is sent with its fact; `after` names the write without which nothing happened. */
export function publishing<Name extends EventName>(
  tx: Tx,
  event: Name,
  payload: Events[Name],
  after?: string,
): Write {
  aftermathOf(tx).published = true;
  return {
    statement: sql`insert into outbox (event, payload)
      select ${event}, ${JSON.stringify(payload)}::jsonb where ${onlyAfter(after)} returning id`,
  };
}

/** What happens because of an event, at least once: `run` is idempotent and runs in no transaction of its own. */
export interface Reaction {
  /** Stable: the job's name, `<domain>.<verb>`. */
  readonly name: string;
  readonly event: EventName;
  readonly run: (ctx: Ctx, payload: never) => Promise<void>;
  /** The same for many events at once, straight from the relay; absent where each event is a job. */
  readonly runAll?: (ctx: Ctx, payloads: readonly never[]) => Promise<void>;
}

/** Declares a reaction to `event`: a job of its own for each. */
export function on<Name extends EventName>(
  event: Name,
  name: string,
  run: (ctx: Ctx, payload: Events[Name]) => Promise<void>,
): Reaction {
  return { name, event, run };
}

/**
 * Declares a reaction that is a few statements, and takes many events together as cheaply as one. The relay runs it
 * itself; only what fails becomes jobs, one an event.
 */
export function onMany<Name extends EventName>(
  event: Name,
  name: string,
  runAll: (ctx: Ctx, payloads: readonly Events[Name][]) => Promise<void>,
): Reaction {
  return { name, event, runAll, run: (ctx, payload: Events[Name]) => runAll(ctx, [payload]) };
}

/** One reaction that is owed for one event. */
export interface Owed {
  readonly reaction: string;
  readonly payload: unknown;
}

interface OutboxRow {
  readonly id: number;
  readonly event: string;
  readonly payload: unknown;
}

/** As many events are relayed at once. */
export const relayBatch = 500;

function owedFor({ event, payload }: OutboxRow, reactions: readonly Reaction[]): Owed[] {
  if (event === 'job.again') return [payload as Owed];
  return reactions
    .filter((reaction) => reaction.event === event)
    .map(({ name }) => ({ reaction: name, payload }));
}

/**
 * Takes up to 500 events from the outbox, in the order of their ids: runs what takes many at once, and moves the rest, with
 * what failed, to `enqueue`. Events are forgotten in one transaction with that, after all of it. Returns how many there were.
 */
export async function relayOutbox(
  ctx: Ctx,
  reactions: readonly Reaction[],
  enqueue: (tx: Tx, owed: readonly Owed[]) => Promise<void>,
): Promise<number> {
  return inTransaction(ctx, async (tx) => {
    const { rows } = await sql<OutboxRow>`
      delete from outbox where id in (
        select id from outbox order by id limit ${sql.lit(relayBatch)} for update skip locked
      ) returning id, event, payload`.execute(tx);

    const owed = rows.toSorted((a, b) => a.id - b.id).flatMap((row) => owedFor(row, reactions));
    const left = await runStraight(ctx, reactions, owed);
    if (left.length > 0) await enqueue(tx, left);
    return rows.length;
  });
}

/** Runs what takes many events at once; answers what is left to be done, in the order in which it came. */
async function runStraight(
  ctx: Ctx,
  reactions: readonly Reaction[],
  owed: readonly Owed[],
): Promise<Owed[]> {
  const done = new Set<Owed>();
  for (const { name, runAll } of reactions) {
    const mine = runAll ? owed.filter(({ reaction }) => reaction === name) : [];
    if (!runAll || mine.length === 0) continue;
    try {
      await runAll(ctx, mine.map(({ payload }) => payload) as never[]);
      for (const one of mine) done.add(one);
    } catch (error) {
      // One event that cannot be served must not hold up the others: as jobs each is tried for itself.
      ctx.ports.log.error('a reaction failed and will be tried again', {
        reaction: name,
        ...errorFields(error),
      });
    }
  }
  return owed.filter((one) => !done.has(one));
}

/**
 * Runs every reaction that is owed here and now, one event at a time, and forgets an event only after its reactions:
 * how tests, commands and the simulation drain the outbox without workers. Returns how many events there were.
 */
export async function drainOutbox(ctx: Ctx, reactions: readonly Reaction[]): Promise<number> {
  const byName = new Map(reactions.map((reaction) => [reaction.name, reaction]));
  for (let drained = 0; ; drained += 1) {
    const { rows } = await sql<OutboxRow>`
      select id, event, payload from outbox order by id limit 1`.execute(ctx.db);
    const [row] = rows;
    if (!row) return drained;

    for (const { reaction, payload } of owedFor(row, reactions)) {
      await byName.get(reaction)?.run(ctx, payload as never);
    }
    await sql`delete from outbox where id = ${row.id}`.execute(ctx.db);
  }
}
