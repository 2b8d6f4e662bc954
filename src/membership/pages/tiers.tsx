import type { ReactNode } from 'react';
import { creatorShelf } from '#catalog/service.ts';
import { localePath, type Locale } from '#kernel/locale.ts';
import { pageRoute, show, type Route } from '#platform/http/route.ts';
import { LinkButton } from '#ui/button.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { Icon } from '#ui/icon.tsx';
import { Price } from '#ui/price.tsx';
import { mayReadTiers } from '../policy.ts';
import { listOpenTiers, nameTier } from '../service.ts';
import { tiersTag } from '../service/tier.ts';
import type { NamedCover, Plan, Tier } from '../types.ts';
import { saySpan, sayTerm, wordsIn } from '../words.ts';

/** The tiers with what each gives and costs. */
export const tiersPage: Route = pageRoute({
  path: '/membership',
  may: mayReadTiers,
  isCached: true,
  run: async (ctx) => {
    const { locale } = ctx;
    const t = wordsIn(locale);
    const tiers = await listOpenTiers(ctx);
    return show({
      title: t('title'),
      description: t('lead'),
      canonical: '/membership',
      tags: [tiersTag, 'settings', 'categories', ...tiers.flatMap(tagsOf)],
      body: (
        <div className="wrap page-body stack">
          <h1>{t('title')}</h1>
          {tiers.length === 0 ? (
            <None locale={locale} />
          ) : (
            <>
              <p className="lead">{t('lead')}</p>
              <div className="tiers">
                {tiers.map((tier) => (
                  <TierPanel key={tier.id} tier={tier} locale={locale} />
                ))}
              </div>
            </>
          )}
        </div>
      ),
    });
  },
});

/** What the names in a tier depend on. */
function tagsOf({ covers }: Tier): string[] {
  return covers.flatMap(({ scope, subjectId }) => {
    if (scope === 'work') return [`work:${subjectId}`];
    return scope === 'creator' ? [creatorShelf(subjectId)] : [];
  });
}

function None({ locale }: { locale: Locale }): ReactNode {
  const t = wordsIn(locale);
  return (
    <EmptyState
      title={t('none')}
      text={t('noneText')}
      actions={
        <LinkButton href={localePath(locale, '/courses')} variant="primary">
          {t('browse')}
        </LinkButton>
      }
    />
  );
}

interface Props {
  readonly tier: Tier;
  readonly locale: Locale;
}

function TierPanel({ tier, locale }: Props): ReactNode {
  const t = wordsIn(locale);
  const summary = locale === 'en' ? tier.summaryEn : tier.summaryZh;
  const benefits = locale === 'en' ? tier.benefitsEn : tier.benefitsZh;
  const discount =
    tier.discountBps > 0 ? [t('discount', { percent: `${tier.discountBps / 100}%` })] : [];
  return (
    <article className="panel tier" id={tier.id} aria-labelledby={`tier-${tier.id}`}>
      <h2 id={`tier-${tier.id}`}>{nameTier(tier, locale)}</h2>
      {summary && <p className="tier-summary">{summary}</p>}
      <Plans plans={tier.plans} locale={locale} />
      {tier.covers.length > 0 && (
        <>
          <h3>{t('covers')}</h3>
          <ul className="ticks">
            {tier.covers.map((cover) => (
              <Tick key={`${cover.scope} ${cover.subjectId}`}>
                <CoverLine cover={cover} locale={locale} />
              </Tick>
            ))}
          </ul>
        </>
      )}
      {benefits.length + discount.length > 0 && (
        <>
          <h3>{t('benefits')}</h3>
          <ul className="ticks">
            {[...benefits, ...discount].map((line) => (
              <Tick key={line}>{line}</Tick>
            ))}
          </ul>
        </>
      )}
    </article>
  );
}

function Tick({ children }: { children: ReactNode }): ReactNode {
  return (
    <li>
      <Icon name="check" />
      <span>{children}</span>
    </li>
  );
}

function Plans({ plans, locale }: { plans: readonly Plan[]; locale: Locale }): ReactNode {
  const t = wordsIn(locale);
  if (plans.length === 0) return null;
  return (
    <ul className="plans" aria-label={t('prices')}>
      {plans.map((plan) => (
        <li key={plan.id}>
          <Price
            locale={locale}
            amount={plan.price}
            note={t(plan.term === 'days' ? 'forDays' : 'per', { term: sayTerm(plan, locale) })}
          />
          <span className="cluster">
            {plan.renews && (
              <LinkButton variant="primary" href={localePath(locale, `/subscribe/${plan.id}`)}>
                {plan.trialDays > 0
                  ? t('subscribeFree', { n: String(plan.trialDays) })
                  : t('subscribe')}
              </LinkButton>
            )}
            <LinkButton href={localePath(locale, `/checkout/${plan.id}`)}>
              {t('join', { span: saySpan(plan, locale) })}
            </LinkButton>
          </span>
        </li>
      ))}
    </ul>
  );
}

const places = { category: '/categories/', creator: '/creators/', work: '/courses/' } as const;
const sentences = { category: 'inCategory', creator: 'ofCreator', work: 'named' } as const;

function CoverLine({ cover, locale }: { cover: NamedCover; locale: Locale }): ReactNode {
  const t = wordsIn(locale);
  if (cover.scope === 'all') return <a href={localePath(locale, '/courses')}>{t('allWorks')}</a>;
  const name = locale === 'en' ? cover.nameEn : cover.nameZh;
  if (!name || !cover.slug) return null;
  const href = localePath(locale, `${places[cover.scope]}${encodeURIComponent(cover.slug)}`);
  return <a href={href}>{t(sentences[cover.scope], { name })}</a>;
}
