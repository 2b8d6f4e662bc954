import { createWriteStream } from 'node:fs';
import { access, rename, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { recordAudit } from '#audit/service.ts';
import { findWorkIdBySlug, getWork } from '#catalog/service.ts';
import { packWork, writeFolder, zipWork } from '#content/service.ts';
import { isId } from '#kernel/id.ts';
import { Refusal } from '#kernel/refusal.ts';
import { saySize } from '#kernel/size.ts';
import { readSettings, SettingsRefused } from '#platform/config.ts';
import type { Ctx } from '#platform/ctx.ts';
import { inTransaction } from '#platform/db.ts';
import { StoreRefused } from '#platform/files-s3.ts';
import { silentLog } from '#platform/log.ts';
import { MigrationRefused } from '#platform/migrate.ts';
import { PostgresRefused } from '#platform/postgres/server.ts';
import { HouseRefused, openHouse } from './house.ts';

// `npm run export -- <address or id of a work> <folder or .zip>`.

const usage =
  '用法 Usage: npm run export -- <作品地址或编号 a work’s address or id> <文件夹或 .zip  folder or .zip>';
const plain = [SettingsRefused, MigrationRefused, PostgresRefused, HouseRefused, StoreRefused];

/** Somebody asked for what cannot be done; the message is for the person at the keyboard. */
class CommandRefused extends Error {}

try {
  await main(process.argv.slice(2));
} catch (error) {
  process.exitCode = 1;
  if (error instanceof Refusal) console.error(`✗ ${error.say('zh')}\n  ${error.say('en')}`);
  else if (error instanceof CommandRefused || plain.some((kind) => error instanceof kind))
    console.error((error as Error).message);
  else throw error;
}

async function main([named, target, ...more]: readonly string[]): Promise<void> {
  if (named === undefined || target === undefined || more.length > 0)
    throw new CommandRefused(usage);
  const path = resolve(process.env['INIT_CWD'] ?? process.cwd(), target);
  const house = await openHouse({
    settings: readSettings(process.env),
    log: silentLog,
    gateways: new Map(),
    wakeOutbox: () => undefined,
  });
  try {
    const ctx = house.systemCtx('export');
    const workId = await findWorkId(ctx, named);
    const packed = await packWork(ctx, workId);
    if (/\.zip$/i.test(path)) await writeZip(packed, path);
    else await writeFolder(packed, path, (done) => tell(done, packed.sizeBytes));
    await inTransaction(ctx, (tx) =>
      recordAudit(tx, ctx, 'work.export', workId, { title: packed.title }),
    );
    tell(0, 0);
    console.log(`${packed.title} → ${path}（${packed.files.length} 个文件 files）`);
  } finally {
    await house.close();
  }
}

async function findWorkId(ctx: Ctx, named: string): Promise<string> {
  if (isId(named)) return (await getWork(ctx, named)).id;
  const id = await findWorkIdBySlug(ctx, named);
  if (!id) throw new CommandRefused(`没有这个作品 No such work: ${named}`);
  return id;
}

/** Writes a zip under another name first, so that what bears its name is whole. */
async function writeZip(packed: Awaited<ReturnType<typeof packWork>>, path: string): Promise<void> {
  if (await isThere(path)) throw new CommandRefused(`已经有这个文件 There is one already: ${path}`);
  const part = `${path}.part`;
  try {
    const zip = zipWork(packed, (done) => tell(done, packed.sizeBytes));
    await pipeline(zip, createWriteStream(part, { mode: 0o600 }));
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

async function isThere(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

function tell(doneBytes: number, totalBytes: number): void {
  if (!process.stderr.isTTY) return;
  const text = totalBytes > 0 ? `${saySize(doneBytes)} / ${saySize(totalBytes)}` : '';
  process.stderr.write(`\r\u001B[K${text}`);
}
