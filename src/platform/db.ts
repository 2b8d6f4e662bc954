import assert from 'node:assert/strict';
import {
  CamelCasePlugin,
  Kysely,
  PostgresDialect,
  type OperationNode,
  type PluginTransformQueryArgs,
  type PluginTransformResultArgs,
  PrimitiveValueListNode,
  RawNode,
  type Transaction,
  ValueNode,
} from 'kysely';
import pg from 'pg';
import type { Ctx } from './ctx.ts';
import { Lanes } from './lanes.ts';

/** Every table of the house. Domains add theirs by declaration merging in `tables.ts`. */
// oxlint-disable-next-line typescript/no-empty-object-type -- merged into by every domain
export interface Tables {}

export type Db = Kysely<Tables>;

/** A database handle inside a transaction: what writes ask for. */
export type Tx = Transaction<Tables>;

/** Called before each statement; the simulation crashes the process here. */
export type Probe = (point: string) => void | Promise<void>;

export interface Connection {
  readonly connectionString?: string;
  readonly host?: string;
  readonly port?: number;
  readonly user?: string;
  readonly password?: string;
  readonly database?: string;
}

export interface DbOptions {
  readonly connection: Connection;
  readonly poolSize?: number;
  readonly applicationName?: string;
  readonly probe?: Probe;
  /** Told when a connection is lost; the pool replaces it by itself. */
  readonly onLost?: (error: Error) => void;
}

export interface Database {
  readonly db: Db;
  readonly pool: pg.Pool;
  close(): Promise<void>;
}

const int8 = 20;
const numeric = 1700;
const date = 1082;

function safeInteger(text: string): number {
  const value = Number(text);
  assert(Number.isSafeInteger(value), `an integer beyond 2^53 came from the database: ${text}`);
  return value;
}

const types = new pg.TypeOverrides();
types.setTypeParser(int8, safeInteger);
// Sums of bigint are numeric; no column of ours has decimals.
types.setTypeParser(numeric, (text: string) =>
  text.includes('.') ? Number(text) : safeInteger(text),
);
types.setTypeParser(date, (text: string) => text);

/** Columns come back in camelCase by `inCamelCase`, at the width of a row; Kysely's own pass would copy each row again. */
class SnakeCasePlugin extends CamelCasePlugin {
  override transformQuery(args: PluginTransformQueryArgs) {
    return isWritten(args.node) ? args.node : super.transformQuery(args);
  }

  override async transformResult({ result }: PluginTransformResultArgs) {
    return result;
  }
}

/** Whether a query is SQL as it was written, with values: there is no name in it to change. */
function isWritten(node: OperationNode): boolean {
  if (RawNode.is(node)) return node.parameters.every(isWritten);
  return ValueNode.is(node) || PrimitiveValueListNode.is(node);
}

/**
 * Opens the database: transactions and writes on a pool, single reads on a few shared lanes. All statements are named, so
 * that PostgreSQL parses and plans each once per connection.
 */
export function openDatabase(options: DbOptions): Database {
  const lost = (error: Error) => options.onLost?.(error);
  const config = {
    ...options.connection,
    application_name: options.applicationName ?? 'shuyuan',
    types,
    connectionTimeoutMillis: 5_000,
  };
  const size = options.poolSize ?? 10;
  const laneCount = Math.max(1, Math.floor(size / 5));
  const pool = new pg.Pool({
    ...config,
    max: Math.max(1, size - laneCount),
    idleTimeoutMillis: 60_000,
  });
  // Without a listener the loss of a connection would end the process: of an idle one, of one that is being handed out, and
  // of one between two statements.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', lost));
  const lanes = new Lanes(config, laneCount, lost);

  const db = new Kysely<Tables>({
    dialect: new PostgresDialect({ pool: leasing(pool, lanes, options) as never }),
    plugins: [new SnakeCasePlugin({ maintainNestedObjectKeys: true })],
  });
  // Kysely leaves a pool open that it never asked for anything.
  const close = async () => {
    await db.destroy();
    await lanes.close();
    if (!pool.ending) await pool.end();
  };
  return { db, pool, close };
}

/** What is known of a statement by its text. */
interface Statement {
  readonly name: string | undefined;
  /** Whether it stands alone and only reads; a function that it calls may lock, but not beyond its end. */
  readonly isRead: boolean;
  /** Its columns in camelCase, once it was answered. */
  keys?: readonly string[];
}

const nameLimit = 2_000;
const statements = new Map<string, Statement>();

function statementOf(text: string): Statement {
  const known = statements.get(text);
  if (known) return known;
  const isNamed = statements.size < nameLimit && !control.test(text);
  const name = isNamed ? `s${statements.size}` : undefined;
  const statement = { name, isRead: reads.test(text) && !writes.test(text) };
  if (isNamed) statements.set(text, statement);
  return statement;
}

const reads = /^\s*(?:select|with)\b/i;
const writes = /\b(?:insert\s+into|update|delete\s+from|merge\s+into)\b/i;
// What begins and ends transactions may not be prepared with others in one text, and is not worth it.
const control = /^\s*(?:begin|start|commit|rollback|savepoint|release)\b|;\s*\S/i;

/** The pool as Kysely sees it: a lease takes a connection of the pool only when a lane will not do. */
function leasing(pool: pg.Pool, lanes: Lanes, { probe }: DbOptions) {
  return {
    options: pool.options,
    connect: async () => {
      let client: pg.PoolClient | undefined;
      return {
        query: async (text: string, values: unknown[]) => {
          await probe?.(text);
          const statement = statementOf(text);
          const sent = { text, values, rowMode: 'array' as const, ...nameFor(statement, values) };
          if (!client && statement.isRead) return inCamelCase(statement, await lanes.ask(sent));
          client ??= await pool.connect();
          return inCamelCase(statement, await client.query(sent));
        },
        release: (error?: Error | boolean) => client?.release(error),
        get processID() {
          return (client as unknown as { processID?: number } | undefined)?.processID;
        },
      };
    },
    end: () => pool.end(),
  };
}

function nameFor({ name, isRead }: Statement, values: unknown[]) {
  return name && (isRead || values.length > 0) ? { name } : undefined;
}

function inCamelCase(statement: Statement, result: pg.QueryArrayResult): pg.QueryResult {
  const { rows, fields } = result;
  // Several statements in one text have several results.
  if (!Array.isArray(rows) || rows.length === 0) return result;
  let { keys } = statement;
  if (keys?.length !== fields.length)
    keys = statement.keys = fields.map(({ name }) => camelCase(name));
  const named = rows.map((row) => {
    const out: Record<string, unknown> = {};
    for (let index = 0; index < keys.length; index += 1) out[keys[index]!] = row[index];
    return out;
  });
  return { ...result, rows: named };
}

function camelCase(name: string): string {
  return name.replace(/_+([a-z0-9])/g, (_, next: string) => next.toUpperCase());
}

/** What a transaction leaves behind for after its commit. */
interface Aftermath {
  readonly pages: Set<string>;
  readonly topics: Set<string>;
  published: boolean;
}

const aftermaths = new WeakMap<object, Aftermath>();

/** The aftermath of a transaction opened by `inTransaction`. */
export function aftermathOf(tx: Tx): Aftermath {
  const known = aftermaths.get(tx);
  assert(known, 'a write asks for a transaction opened by inTransaction');
  return known;
}

const retryable = new Set(['40001', '40P01']);
const tries = 5;

/**
 * Runs `work` in one transaction, as a whole again after a deadlock or a serialisation failure (SQLSTATE 40P01, 40001).
 * Inside a transaction's context it joins that transaction. After the commit cached pages are purged, the outbox is
 * woken, and those who listen are told.
 */
export async function inTransaction<T>(ctx: Ctx, work: (tx: Tx) => Promise<T>): Promise<T> {
  if (ctx.db.isTransaction) return work(ctx.db as Tx);

  for (let attempt = 1; ; attempt += 1) {
    const aftermath: Aftermath = { pages: new Set(), topics: new Set(), published: false };
    try {
      const result = await ctx.db.transaction().execute(async (tx) => {
        aftermaths.set(tx, aftermath);
        const done = await work(tx);
        if (aftermath.pages.size > 0) await ctx.ports.announceTouched?.(tx, aftermath.pages);
        return done;
      });
      if (aftermath.pages.size > 0) ctx.ports.pages.purge(aftermath.pages);
      if (aftermath.published) ctx.ports.wakeOutbox();
      if (aftermath.topics.size > 0) ctx.ports.realtime.tell(aftermath.topics);
      return result;
    } catch (error) {
      if (attempt >= tries || !retryable.has(sqlState(error))) throw error;
      await new Promise((resolve) => setTimeout(resolve, 5 * 2 ** attempt));
    }
  }
}

/** `ctx` as seen from inside `tx`: services called with it join the transaction. */
export function within<C extends Ctx>(ctx: C, tx: Tx): C {
  return { ...ctx, db: tx };
}

/** The SQLSTATE of an error, or an empty string. */
export function sqlState(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : '';
}

const awayStates = new Set([
  '57P01',
  '57P02',
  '57P03',
  '08001',
  '08003',
  '08006',
  '53300',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
]);

/** Whether `error` says that the database went away or is not there yet: its supervisor brings it back. */
export function isAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (awayStates.has(sqlState(error))) return true;
  // The socket of a server that does not run; a file that is missing is something else.
  if ('syscall' in error && error.syscall === 'connect') return true;
  return /^Connection terminated|^timeout exceeded when trying to connect|^timeout expired|^Client has encountered a connection error/.test(
    error.message,
  );
}

/** Whether `error` is PostgreSQL's answer to a second row with the same key, in `constraint` when one is named. */
export function isDuplicate(error: unknown, constraint?: string): boolean {
  if (sqlState(error) !== '23505') return false;
  return constraint === undefined || (error as { constraint?: string }).constraint === constraint;
}

/** Whether `error` is PostgreSQL's answer to deleting what another row refers to. */
export function isReferenced(error: unknown): boolean {
  return sqlState(error) === '23503';
}

/** Says that the cached pages that depend on `tag` (such as `work:<id>`) are stale once `tx` is in. */
export function touchPage(tx: Tx, ...tags: readonly string[]): void {
  for (const tag of tags) aftermathOf(tx).pages.add(tag);
}

/** Says that those who listen to `topic` (such as `order:<id>`) should look again once `tx` is in. */
export function touchTopic(tx: Tx, ...topics: readonly string[]): void {
  for (const topic of topics) aftermathOf(tx).topics.add(topic);
}
