import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { recordAudit } from '#audit/service.ts';
import { newId } from '#kernel/id.ts';
import { truncate } from '#kernel/text.ts';
import type { Ctx } from '#platform/ctx.ts';
import { inTransaction } from '#platform/db.ts';
import { assertReach } from '#platform/policy.ts';
import { refuseScan } from '#platform/scanner.ts';
import { keepFapiao, readFapiao } from '../policy.ts';
import { refuse } from '../refusals.ts';
import { findFapiao, replaceFile } from '../store/fapiao.ts';

/** How large the file of a fapiao may be. */
export const mostBytes = 5 * 1024 * 1024;

/**
 * Keeps the PDF or OFD of a fapiao that was issued, in place of one that was there.
 *
 * @throws Refusal fapiao.unknown, fapiao.bad_file, fapiao.passed, scanner.*, files.*, policy.*; nothing is then left.
 */
export async function putFile(
  ctx: Ctx,
  id: string,
  { name, content }: { readonly name: string; readonly content: Uint8Array },
): Promise<void> {
  assertReach(ctx, keepFapiao, null);
  const kind = kindOf(content);
  if (!kind) throw refuse('fapiao.bad_file');
  const before = await findFapiao(ctx.db, id, ctx.locale);
  if (!before) throw refuse('fapiao.unknown');
  if (before.number === null) throw refuse('fapiao.passed');
  await assertClean(ctx, content);
  const fileKey = `fapiao/${id}/${newId(ctx.now)}.${kind}`;
  const fileName = nameOf(name, before.number, kind);
  const { files } = ctx.ports;
  await files.put(fileKey, content);
  try {
    await inTransaction(ctx, async (tx) => {
      if (!(await replaceFile(tx, before, { fileKey, fileName }))) throw refuse('fapiao.passed');
      const sha256 = createHash('sha256').update(content).digest('hex');
      await recordAudit(tx, ctx, 'fapiao.file', id, { fileName, sha256 });
    });
  } catch (error) {
    await files.remove(fileKey);
    throw error;
  }
  if (before.fileKey) await files.remove(before.fileKey);
}

/** By what it begins with: an OFD is a zip file with a list of its documents. */
function kindOf(content: Uint8Array): 'pdf' | 'ofd' | undefined {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  if (bytes.subarray(0, 5).toString('latin1') === '%PDF-') return 'pdf';
  const isZip = bytes.subarray(0, 4).toString('latin1') === 'PK\u0003\u0004';
  return isZip && bytes.includes('OFD.xml') ? 'ofd' : undefined;
}

function nameOf(name: string, number: string, kind: 'pdf' | 'ofd'): string {
  const stem = name
    .replaceAll(/[\p{Cc}/\\]/gu, '')
    .replace(/\.[A-Za-z]{3}$/, '')
    .trim();
  return `${truncate(stem, 80) || number}.${kind}`;
}

async function assertClean({ ports }: Ctx, content: Uint8Array): Promise<void> {
  if (!ports.scanner) return;
  const found = await ports.scanner.scan(Readable.from([content]));
  if (found === 'clean') return;
  if (found === 'too_large') throw refuseScan('scanner.too_large');
  throw refuseScan('scanner.malware', { name: found.malware });
}

/** The stored file of a fapiao, for its buyer and for staff. @throws Refusal fapiao.unknown, fapiao.no_file, policy.* */
export async function readFile(
  ctx: Ctx,
  id: string,
): Promise<{ readonly name: string; readonly content: Readable }> {
  const found = await findFapiao(ctx.db, id, ctx.locale);
  if (!found) throw refuse('fapiao.unknown');
  assertReach(ctx, readFapiao, found.buyerId);
  if (found.fileKey === null || found.fileName === null) throw refuse('fapiao.no_file');
  return { name: found.fileName, content: await ctx.ports.files.read(found.fileKey) };
}
