import type {
  Lineage,
  PromisedShare,
  PromoterFact,
  RateTerms,
  Terms,
  WorkPromotion,
} from '../types.ts';

/** All of a sale, in basis points. */
const wholeBps = 10_000;

/** How something is bought; a bargain and a flash sale bring nobody a commission. */
export type SaleKind = 'plain' | 'team' | 'flash';

/** A line that is about to be ordered. */
export interface PromotedLine {
  /** Null: a membership, which is the house's. */
  readonly creatorId: string | null;
  readonly promotion: WorkPromotion | null;
}

type SharingTerms = Pick<Terms, 'mode' | 'selfBuy' | 'withTeams'> & RateTerms;

/**
 * What promoters are promised of a line: level 1 who brought the buyer, level 2 who brought them, and nobody else. Nobody earns from a
 * work of their own. The rate is the work's, else the promoter's, else the site's.
 */
export function sharesOf(
  line: PromotedLine,
  buyerId: string,
  { own, bound }: Lineage,
  { terms, kind }: { readonly terms: SharingTerms; readonly kind: SaleKind },
): PromisedShare[] {
  if (terms.mode === 'off' || !isCounted(kind, terms) || line.promotion?.isOut) return [];
  const first = firstOf({ own, bound }, terms);
  const isOwn = first?.id === buyerId && terms.selfBuy !== 'own';
  if (!first || isOwn || first.id === line.creatorId) return [];
  const bps = rateOf(line.promotion, first, terms);
  const level1: PromisedShare = { level: 1, promoterId: first.id, bps };
  const shares = [level1, ...secondOf(first, [buyerId, line.creatorId], terms)];
  return shares.filter((share) => share.bps > 0);
}

const isCounted = (kind: SaleKind, { withTeams }: Pick<Terms, 'withTeams'>) =>
  kind === 'plain' || (kind === 'team' && withTeams);

/** Who brought level 1, unless it is one of `excluded`. */
function secondOf(
  { upline }: PromoterFact,
  excluded: readonly (string | null)[],
  { level2Bps: bps }: RateTerms,
): PromisedShare[] {
  if (!upline || excluded.includes(upline.id)) return [];
  return [{ level: 2, promoterId: upline.id, bps }];
}

/** Who earns as level 1: who brought the buyer, or by the terms the promoter who buys, or who brought them. */
function firstOf({ own, bound }: Lineage, { selfBuy }: SharingTerms): PromoterFact | null {
  if (!own) return bound;
  if (selfBuy === 'nobody') return null;
  if (selfBuy === 'own') return own;
  return own.upline ? { ...own.upline, upline: uplineOf(own.upline) } : bound;
}

const uplineOf = ({ uplineId }: NonNullable<PromoterFact['upline']>): PromoterFact['upline'] =>
  uplineId === null ? null : { id: uplineId, level1Bps: null, uplineId: null };

function rateOf(
  work: WorkPromotion | null,
  { level1Bps }: PromoterFact,
  terms: SharingTerms,
): number {
  if (work?.level1Bps != null)
    return Math.min(Math.max(work.level1Bps, terms.leastBps), terms.mostBps);
  return level1Bps ?? terms.level1Bps;
}

/** Rates of one sale, in basis points. */
export interface Rates {
  readonly platformBps: number;
  readonly level1Bps: number;
  readonly level2Bps: number;
}

/** What is left for a creator by these rates; below zero they promise more than there is. */
export function leftForCreator({ platformBps, level1Bps, level2Bps }: Rates): number {
  return wholeBps - platformBps - level1Bps - level2Bps;
}
