import type { ApplicableRule, Rate, RateOutlook, Rule, RuleState, Term } from './types.ts';

/** What holds while nobody has decided anything: a fifth. */
export const standardBps = 2_000;

/** The subject of the site's own rules: there is one site. */
export const siteSubject = '00000000-0000-0000-0000-000000000000';

/** Whether a term covers the instant `at`. */
export function covers({ startsAt, endsAt }: Term, at: Date): boolean {
  return startsAt <= at && (endsAt === null || at < endsAt);
}

/** How a rule stands at `now`. One that was taken back before it began is ended. */
export function stateOf(term: Term, now: Date): RuleState {
  if (covers(term, now)) return 'in_force';
  const isToCome = term.startsAt > now && (term.endsAt === null || term.endsAt > term.startsAt);
  return isToCome ? 'planned' : 'ended';
}

const width = { work: 0, creator: 1, category: 2, site: 3 } as const;

/**
 * The rate that holds at `at`: of the rules in force the most specific one, work before creator before category before site,
 * and of categories the nearest; the standard when there is none. The order of `rules` does not matter.
 */
export function rateAt(rules: readonly ApplicableRule[], at: Date): Rate {
  const [first] = rules
    .filter((rule) => covers(rule, at))
    .toSorted((a, b) => width[a.scope] - width[b.scope] || a.distance - b.distance);
  return first ? { bps: first.bps, scope: first.scope } : { bps: standardBps, scope: 'site' };
}

/** The rate at `at`, and the first other rate that what is decided so far leads to. */
export function outlookAt(rules: readonly ApplicableRule[], at: Date): RateOutlook {
  const now = rateAt(rules, at);
  const turns = rules
    .flatMap(({ startsAt, endsAt }) => (endsAt ? [startsAt, endsAt] : [startsAt]))
    .filter((turn) => turn > at)
    .toSorted((a, b) => a.getTime() - b.getTime());
  for (const turn of turns) {
    const then = rateAt(rules, turn);
    if (then.bps !== now.bps || then.scope !== now.scope)
      return { ...now, next: { ...then, at: turn } };
  }
  return { ...now, next: null };
}

/** What a new rule means for the others of its subject. */
export interface Succession {
  /** Those that hold when it begins: they end there. */
  readonly ending: readonly Rule[];
  /** One that begins while it would hold: until that one is ended, the new rule is refused. */
  readonly inTheWay: Rule | undefined;
}

/** How a rule of `term` fits among the `others` of its subject. */
export function succeed(others: readonly Rule[], term: Term): Succession {
  const live = others.filter(({ startsAt, endsAt }) => endsAt === null || endsAt > startsAt);
  return {
    ending: live.filter((other) => covers(other, term.startsAt)),
    inTheWay: live.find(
      ({ startsAt }) =>
        startsAt > term.startsAt && (term.endsAt === null || startsAt < term.endsAt),
    ),
  };
}
