import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { FilesRefused, importFolder, isAddress, peekCreator } from '#content/service.ts';
import type { ImportProgress, ImportReport, Unreadable } from '#content/types.ts';
import { listUsers } from '#identity/service.ts';
import type { UserItem } from '#identity/schema.ts';
import { newId } from '#kernel/id.ts';
import { Refusal } from '#kernel/refusal.ts';
import { readSettings, SettingsRefused } from '#platform/config.ts';
import type { Ctx } from '#platform/ctx.ts';
import { silentLog } from '#platform/log.ts';
import { StoreRefused } from '#platform/files-s3.ts';
import { MigrationRefused } from '#platform/migrate.ts';
import { PostgresRefused } from '#platform/postgres/server.ts';
import { submitWork } from '#review/service.ts';
import { HouseRefused, openHouse } from './house.ts';

// `npm run import -- ./folder [--as email] [--submit]`; a zip, a .docx, a feed or its address, or an export of Ghost will do as well.

const usage = `用法 Usage: npm run import -- <文件夹、文件或订阅源地址  folder, file or address of a feed> [--as <邮箱 e-mail>] [--submit]`;
const plain = [
  Refusal,
  SettingsRefused,
  MigrationRefused,
  PostgresRefused,
  HouseRefused,
  StoreRefused,
];

interface Asked {
  readonly root: string;
  readonly email: string | undefined;
  readonly isSubmitted: boolean;
}

/** Somebody asked for what cannot be done; the message is for the person at the keyboard. */
class CommandRefused extends Error {}

try {
  await main();
} catch (error) {
  process.exitCode = 1;
  if (error instanceof FilesRefused) tellProblems(error.problems);
  else if (error instanceof Refusal) console.error(`✗ ${error.say('zh')}\n  ${error.say('en')}`);
  else if (error instanceof CommandRefused || plain.some((kind) => error instanceof kind))
    console.error((error as Error).message);
  else throw error;
}

async function main(): Promise<void> {
  const asked = readArguments();
  const settings = readSettings(process.env);
  const house = await openHouse({
    settings,
    log: silentLog,
    gateways: new Map(),
    wakeOutbox: () => undefined,
  });
  try {
    const ctx = await actingAs(
      house.systemCtx('import'),
      await findCreator(house.systemCtx('import'), asked),
    );
    const report = await importFolder(ctx, {
      creatorId: ctx.actor.userId,
      root: asked.root,
      onProgress: tellProgress,
    });
    tellReport(report);
    if (asked.isSubmitted) {
      await submitWork(ctx, report.workId);
      console.log('已提交审核。Handed in for review.');
    }
  } finally {
    await house.close();
  }
}

function readArguments(): Asked {
  let parsed;
  try {
    parsed = parseArgs({
      allowPositionals: true,
      options: { as: { type: 'string' }, submit: { type: 'boolean' } },
    });
  } catch (error) {
    throw new CommandRefused(`${(error as Error).message}\n${usage}`, { cause: error });
  }
  const [path, ...more] = parsed.positionals;
  if (path === undefined || more.length > 0) throw new CommandRefused(usage);
  const root = isAddress(path) ? path : resolve(process.env['INIT_CWD'] ?? process.cwd(), path);
  return { root, email: parsed.values.as, isSubmitted: parsed.values.submit ?? false };
}

/** Who was named with `--as`, else whom the course names, else the first owner. */
async function findCreator(ctx: Ctx, { email, root }: Asked): Promise<UserItem> {
  const wanted = email ?? (await peekCreator(root));
  if (wanted !== undefined) {
    const { items } = await listUsers(ctx, {
      filter: { text: wanted },
      cursor: undefined,
      limit: 200,
    });
    const found = items.find((user) => user.email === wanted || user.name === wanted);
    if (found) return found;
    if (email !== undefined) throw new CommandRefused(`没有这个用户 No such user: ${email}`);
  }
  const { items } = await listUsers(ctx, {
    filter: { role: 'owner' },
    cursor: undefined,
    limit: 1,
  });
  if (!items[0])
    throw new CommandRefused(`请用 --as 说明课程归谁 Say whose the course is with --as\n${usage}`);
  return items[0];
}

async function actingAs(ctx: Ctx, user: UserItem) {
  const actor = {
    kind: 'user',
    userId: user.id,
    name: user.name,
    roles: ['creator'],
    sessionId: newId(),
  } as const;
  return { ...ctx, actor };
}

function tellProgress({ step, done, total }: ImportProgress): void {
  if (!process.stderr.isTTY) return;
  process.stderr.write(
    `\r\u001B[K${step}${total > 0 ? ` ${done}/${total}` : ''}${step === 'done' ? '\r\u001B[K' : ''}`,
  );
}

function tellReport(report: ImportReport): void {
  const rows: readonly (readonly [string, string | number])[] = [
    ['课程 Course', `${report.title}${report.isNewWork ? '（新建 new）' : '（更新 updated）'}`],
    ['课时 Lessons', report.lessons],
    ['  新增 added', report.created],
    ['  改动 changed', report.updated],
    ['  删除 removed', report.removed],
    ['  不变 unchanged', report.unchanged],
    ['素材 Files', report.assets],
    ['草稿 Draft', `/preview/works/${report.workId}`],
  ];
  for (const [name, value] of rows) console.log(`${padded(name, 18)}${value}`);
  if (report.unreadable.length > 0) console.log('\n没有用上的 Not used:');
  for (const { path, why } of report.unreadable) console.log(`  ${path}\n    ${why}`);
}

function tellProblems(problems: readonly Unreadable[]): void {
  console.error('✗ 什么都没有导入，请先改正 Nothing was imported; please correct:');
  for (const { path, why } of problems) console.error(`  ${path}\n    ${why}`);
}

/** Chinese characters are two columns wide. */
function padded(text: string, columns: number): string {
  const width = Array.from(text, (sign) => (/[\u2E80-\uFFEF]/.test(sign) ? 2 : 1)).reduce<number>(
    (sum, one) => sum + one,
    0,
  );
  return text + ' '.repeat(Math.max(1, columns - width));
}
