import { getDraft } from '#catalog/service.ts';
import { renderMarkdown } from '#content/service.ts';
import type { Ctx } from '#platform/ctx.ts';

// Texts of one writer are rendered one after the other anyhow; more at once would only fill the line.
const atOnce = 8;

/**
 * Texts of a work as its pages would show them, in order.
 *
 * @throws Refusal work.unknown, text.too_heavy, text.busy, policy.*
 */
export async function previewTexts(
  ctx: Ctx,
  workId: string,
  texts: readonly string[],
): Promise<string[]> {
  await getDraft(ctx, workId);
  const html: string[] = [];
  for (let at = 0; at < texts.length; at += atOnce) {
    const batch = texts.slice(at, at + atOnce);
    const shown = await Promise.all(
      batch.map((body) =>
        renderMarkdown(ctx, { workId, body, audience: 'entitled', isDraft: true }),
      ),
    );
    html.push(...shown.map((one) => one.html));
  }
  return html;
}
