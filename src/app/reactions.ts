import { affiliateReactions } from '#affiliate/reactions.ts';
import { analyticsSweeps } from '#analytics/jobs.ts';
import { analyticsReactions } from '#analytics/reactions.ts';
import { cartReactions } from '#cart/reactions.ts';
import { catalogSweeps } from '#catalog/jobs.ts';
import { catalogReactions } from '#catalog/reactions.ts';
import { contentSweeps } from '#content/jobs.ts';
import { contentLanes, contentReactions } from '#content/reactions.ts';
import { flowSweeps } from '#flows/jobs.ts';
import { flowReactions } from '#flows/reactions.ts';
import { growthSweeps } from '#growth/jobs.ts';
import { growthReactions } from '#growth/reactions.ts';
import { identitySweeps } from '#identity/jobs.ts';
import { invoiceReactions } from '#invoice/reactions.ts';
import { learningReactions } from '#learning/reactions.ts';
import { ledgerSweeps } from '#ledger/jobs.ts';
import { mediaSweeps } from '#media/jobs.ts';
import { mediaLanes, mediaReactions } from '#media/reactions.ts';
import { entitlementSweeps } from '#entitlement/jobs.ts';
import { membershipSweeps } from '#membership/jobs.ts';
import { moderationSweeps } from '#moderation/jobs.ts';
import { moderationLanes, moderationReactions } from '#moderation/reactions.ts';
import { offlineSweeps } from '#offline/jobs.ts';
import { offlineReactions } from '#offline/reactions.ts';
import { payoutSweeps } from '#payout/jobs.ts';
import { payoutReactions } from '#payout/reactions.ts';
import { pointSweeps } from '#points/jobs.ts';
import { pointReactions } from '#points/reactions.ts';
import { pageReactions } from '#platform/broadcast.ts';
import type { Lanes, Sweep } from '#platform/jobs.ts';
import { letterReactions, mailReactions, mailSweeps } from '#platform/mail/post-office.ts';
import type { Reaction } from '#platform/outbox.ts';
import { claimSweeps } from '#claim/jobs.ts';
import { reviewSweeps } from '#review/jobs.ts';
import { searchSweeps } from '#search/jobs.ts';
import { teamReactions } from '#team/reactions.ts';
import { searchReactions } from '#search/reactions.ts';

/** Every reaction of the house. */
export const reactions: readonly Reaction[] = [
  ...mediaReactions,
  ...catalogReactions,
  ...searchReactions,
  ...payoutReactions,
  ...flowReactions,
  ...teamReactions,
  ...invoiceReactions,
  ...contentReactions,
  ...moderationReactions,
  ...learningReactions,
  ...offlineReactions,
  ...growthReactions,
  ...pointReactions,
  ...affiliateReactions,
  ...cartReactions,
  ...analyticsReactions,
  ...pageReactions,
  ...mailReactions,
];

/** Reactions that take long, by lane. */
export const lanes: Lanes = { ...mediaLanes, ...contentLanes, ...moderationLanes };

export { letterReactions };

/** Everything that comes round by the clock. */
export const sweeps: readonly Sweep[] = [
  ...mailSweeps,
  ...identitySweeps,
  ...mediaSweeps,
  ...catalogSweeps,
  ...reviewSweeps,
  ...claimSweeps,
  ...searchSweeps,
  ...ledgerSweeps,
  ...payoutSweeps,
  ...flowSweeps,
  ...contentSweeps,
  ...analyticsSweeps,
  ...offlineSweeps,
  ...entitlementSweeps,
  ...membershipSweeps,
  ...growthSweeps,
  ...pointSweeps,
  ...moderationSweeps,
];
