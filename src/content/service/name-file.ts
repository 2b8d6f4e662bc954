import { getDraft } from '#catalog/service.ts';
import { mayEditWork } from '#catalog/policy.ts';
import { findAssets } from '#media/service.ts';
import type { Ctx } from '#platform/ctx.ts';
import { inTransaction } from '#platform/db.ts';
import { assertReach } from '#platform/policy.ts';
import { refuseImport } from '../refusals.ts';
import { isSafePath } from '../rules/course.ts';
import { upsertEmbedded } from '../store/file.ts';
import { renderMarkdown } from './render-markdown.ts';

/** How a text of a work's draft will look. @throws Refusal work.unknown, text.too_heavy, text.busy, policy.* */
export async function previewMarkdown(
  ctx: Ctx,
  workId: string,
  body: string,
): Promise<{ html: string }> {
  await getDraft(ctx, workId);
  const { html } = await renderMarkdown(ctx, { workId, body, audience: 'entitled', isDraft: true });
  return { html };
}

/**
 * Gives a file of the creator's the path by which the work's texts show it; answers the Markdown to put into a text.
 *
 * @throws Refusal work.unknown, import.bad_path, import.not_found, policy.*
 */
export async function nameFile(
  ctx: Ctx,
  workId: string,
  input: { path: string; assetId: string },
): Promise<{ path: string; markdown: string }> {
  const { creatorId } = await getDraft(ctx, workId);
  assertReach(ctx, mayEditWork, creatorId);
  const path = input.path.normalize('NFC');
  if (!isSafePath(path) || /[<>\\]/.test(path)) throw refuseImport('import.bad_path', { path });
  const asset = (await findAssets(ctx.db, [input.assetId])).get(input.assetId);
  if (asset?.ownerId !== creatorId || asset.kind === 'subtitle')
    throw refuseImport('import.not_found', { path });
  await inTransaction(ctx, (tx) => upsertEmbedded(tx, workId, new Map([[path, asset.id]])));
  return { path, markdown: `![](<${path}>)` };
}
