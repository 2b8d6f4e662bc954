import { registerHooks } from 'node:module';
import { sql } from 'kysely';
import type { Database } from '#platform/db.ts';
import type { WorldOptions } from './world.ts';

/** A mistake that somebody could make in the code of money. The simulation is worth what it finds of these. */
export interface PlantedFault {
  readonly name: string;
  readonly says: string;
  /** Invariants of which at least one has to notice. */
  readonly noticedBy: readonly string[];
  /** Made in the source as it is loaded. */
  readonly source?: SourceChange;
  /** Guards that would hide it, taken away with it. */
  readonly hiddenBy?: readonly SourceChange[];
  /** Made in the simulated database. */
  readonly spoil?: NonNullable<WorldOptions['spoil']>;
  /** Needs more steps than the others until it shows. */
  readonly isRare?: boolean;
}

/** A line of the real source, broken while it is loaded. Fails loudly when the line is not there any more. */
export interface SourceChange {
  /** Below `src/`. */
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/** Whether the change was made yet: a file that nobody loads would prove nothing. */
export interface Planted {
  readonly isMade: () => boolean;
}

/** Changes one file of ours as it is loaded. Call it before anything imports it. @throws Error when `from` is not there once */
export function plantInSource({ file, from, to }: SourceChange): Planted {
  const wanted = new URL(`../src/${file}`, import.meta.url).href;
  let isMade = false;
  registerHooks({
    load(url, context, nextLoad) {
      const loaded = nextLoad(url, context);
      if (url !== wanted) return loaded;
      const text =
        typeof loaded.source === 'string'
          ? loaded.source
          : new TextDecoder().decode(loaded.source ?? undefined);
      isMade = true;
      return { ...loaded, source: replaceOnce(text, from, to, file) };
    },
  });
  return { isMade: () => isMade };
}

/** Changes one function of the database. @throws Error when `from` is not there once */
export async function plantInFunction(
  { db }: Database,
  name: string,
  from: string,
  to: string,
): Promise<void> {
  const { rows } = await sql<{
    text: string;
  }>`select pg_get_functiondef(${name}::regproc) as text`.execute(db);
  await sql.raw(replaceOnce(rows[0]!.text, from, to, name)).execute(db);
}

function replaceOnce(text: string, from: string, to: string, where: string): string {
  const parts = text.split(from);
  if (parts.length !== 2) {
    throw new Error(
      `${where} has ${parts.length - 1} places that read "${from}": the planted fault must follow the code`,
    );
  }
  return parts.join(to);
}
