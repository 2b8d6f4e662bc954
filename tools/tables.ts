import { readFile, writeFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { startPostgres } from '#platform/postgres/server.ts';
import { currentSchema, roomsWithTables } from '#platform/testing/schema.ts';

// `npm run tables`: from every tables.sql makes the first migration and the types of the tables.
const root = join(import.meta.dirname, '..');

interface Column {
  readonly table: string;
  readonly name: string;
  readonly type: string;
  readonly isNullable: boolean;
  readonly hasDefault: boolean;
  readonly isMade: boolean;
}

const columnsOf = `
  select c.table_name as table, c.column_name as name, c.udt_name as type, c.is_nullable = 'YES' as "isNullable",
         c.column_default is not null as "hasDefault", c.is_identity = 'YES' or c.is_generated = 'ALWAYS' as "isMade"
  from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
  where c.table_schema = 'public' and t.table_type = 'BASE TABLE' order by c.table_name, c.ordinal_position`;

const checksOf = `
  select conrelid::regclass::text as table, pg_get_constraintdef(oid) as rule
  from pg_constraint where contype = 'c' and connamespace = 'public'::regnamespace`;

const plain: Readonly<Record<string, string>> = {
  uuid: 'string',
  text: 'string',
  int8: 'number',
  int4: 'number',
  int2: 'number',
  float4: 'number',
  bool: 'boolean',
  timestamptz: 'Date',
  date: 'string',
  bytea: 'Buffer',
  _text: 'string[]',
  _uuid: 'string[]',
  _int4: 'number[]',
  tsvector: 'string',
  int4multirange: 'string',
  tstzmultirange: 'string',
  jsonb: 'ColumnType<unknown, string, string>',
};

async function main(): Promise<void> {
  const schema = await currentSchema();
  const server = await startPostgres({ ephemeral: true });
  const client = new pg.Client(server.connection);
  try {
    await client.connect();
    await client.query(schema);
    const columns = (await client.query<Column>(columnsOf)).rows;
    const checks = (await client.query<{ table: string; rule: string }>(checksOf)).rows;
    await mkdir(join(root, 'migrations'), { recursive: true });
    await writeFile(join(root, 'migrations/0001_first.sql'), schema);
    for (const room of await roomsWithTables()) await writeTypes(room, columns, unionsOf(checks));
  } finally {
    await client.end();
    await server.stop();
  }
}

/** Unions of texts that a check constraint names, by `table.column`. */
function unionsOf(checks: readonly { table: string; rule: string }[]): Map<string, string> {
  const unions = new Map<string, string>();
  for (const { table, rule } of checks) {
    const match = /^CHECK \(\((\w+) = (?:ANY \(ARRAY\[(.+)\]\)|('\w+'::text))\)\)$/.exec(rule);
    if (!match) continue;
    const texts = (match[2] ?? match[3] ?? '')
      .split(', ')
      .map((text) => text.replace('::text', ''));
    unions.set(`${table.replaceAll('"', '')}.${match[1]}`, texts.join(' | '));
  }
  return unions;
}

async function writeTypes(
  room: string,
  columns: readonly Column[],
  unions: Map<string, string>,
): Promise<void> {
  const sql = await readFile(join(root, `src/${room}/tables.sql`), 'utf8');
  const tables = [...sql.matchAll(/^create table (?:if not exists )?"?(\w+)"? \(/gm)].map(
    ([, name]) => name!,
  );
  const bodies = tables.map((table) =>
    interfaceOf(
      table,
      columns.filter((column) => column.table === table),
      unions,
    ),
  );
  const helpers = ['ColumnType', 'Generated', 'GeneratedAlways'].filter((name) =>
    bodies.some((body) => body.includes(`${name}<`)),
  );
  const imports =
    helpers.length > 0 ? `import type { ${helpers.join(', ')} } from 'kysely';\n\n` : '';
  const merged = tables.map((table) => `    ${camel(table)}: ${typeName(table)};`).join('\n');
  const text = `// Made from tables.sql by \`npm run tables\`; edit that.\n${imports}${bodies.join('\n')}
declare module '#platform/db.ts' {
  interface Tables {
${merged}
  }
}
`;
  await writeFile(join(root, `src/${room}/tables.ts`), text);
}

function interfaceOf(
  table: string,
  columns: readonly Column[],
  unions: Map<string, string>,
): string {
  const lines = columns.map((column) => {
    const union = unions.get(`${table}.${column.name}`);
    const base = union ?? plain[column.type];
    if (!base)
      throw new Error(
        `${table}.${column.name} has a type that tools/tables.ts does not know: ${column.type}`,
      );
    return `  ${camel(column.name)}: ${wrapped(base, column)};`;
  });
  return `export interface ${typeName(table)} {\n${lines.join('\n')}\n}\n`;
}

function wrapped(base: string, column: Column): string {
  if (column.isMade) return `GeneratedAlways<${base}>`;
  const nullable = column.isNullable ? `${base} | null` : base;
  if (!column.hasDefault) return nullable;
  return base.startsWith('ColumnType')
    ? 'ColumnType<unknown, string | undefined, string>'
    : `Generated<${nullable}>`;
}

function camel(name: string): string {
  return name.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function typeName(table: string): string {
  const name = camel(table);
  return `${name[0]!.toUpperCase()}${name.slice(1)}Table`;
}

await main();
