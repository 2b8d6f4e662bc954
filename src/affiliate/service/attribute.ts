import type { Ctx } from '#platform/ctx.ts';
import type { Tx } from '#platform/db.ts';
import { sharesOf, type SaleKind } from '../rules/sharing.ts';
import { selectLineage } from '../store/promoter.ts';
import { selectWorkPromotions } from '../store/terms.ts';
import type { PromisedShare, Terms } from '../types.ts';

/** What is about to be ordered, for who may have brought its buyer. */
export interface Attributed {
  readonly buyerId: string;
  readonly kind: SaleKind;
  /** Work and creator of each line; null for a membership. */
  readonly lines: readonly { readonly workId: string | null; readonly creatorId: string | null }[];
}

/** What promoters are promised of each line, by the terms that hold now. Nothing is asked while nobody promotes. */
export async function attribute(
  tx: Tx,
  { now }: Ctx,
  terms: Terms,
  { buyerId, kind, lines }: Attributed,
): Promise<PromisedShare[][]> {
  if (terms.mode === 'off') return lines.map(() => []);
  const lineage = await selectLineage(tx, buyerId, now);
  if (!lineage.own && !lineage.bound) return lines.map(() => []);
  const workIds = lines.flatMap(({ workId }) => workId ?? []);
  const promotions = await selectWorkPromotions(tx, workIds);
  return lines.map(({ workId, creatorId }) => {
    const promotion = workId === null ? null : (promotions.get(workId) ?? null);
    return sharesOf({ creatorId, promotion }, buyerId, lineage, { terms, kind });
  });
}
