import type { ReactNode } from 'react';
import { z } from 'zod';
import { localePath, type Locale } from '#kernel/locale.ts';
import { formatInstant } from '#kernel/time.ts';
import { sayPlan } from '#membership/words.ts';
import { sayGateway } from '#payment/words.ts';
import type { Ctx } from '#platform/ctx.ts';
import { formRoute, pageRoute, redirectTo, show, type Route } from '#platform/http/route.ts';
import { maySubscribe } from '#subscription/policy.ts';
import {
  getOwn,
  getPlan,
  isLiving,
  listOwnSubscriptions,
  nextPlanOf,
  priceOf,
} from '#subscription/service.ts';
import type { SubscribedPlan, Subscription, SubscriptionState } from '#subscription/types.ts';
import { failureWords, subscriptionStateWords, wordsIn } from '#subscription/words.ts';
import { Badge } from '#ui/badge.tsx';
import { Button, LinkButton } from '#ui/button.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { Form } from '#ui/form.tsx';
import { Notice } from '#ui/notice.tsx';
import {
  confirmAgreement,
  keepSubscription,
  pauseSubscription,
  resumeSubscription,
  retrySubscription,
  signUrlOf,
} from '../change-subscription.ts';
import { yuan } from './parts.tsx';

export const page = '/account/subscription';
export const SubscriptionId = z.object({ id: z.uuid() });

const deed = (name: string, run: (ctx: Ctx, id: string) => Promise<unknown>): Route =>
  formRoute({
    path: `${page}/:id/${name}`,
    may: maySubscribe,
    params: SubscriptionId,
    run: async (ctx, { params }) => {
      await run(ctx, params.id);
      return redirectTo(localePath(ctx.locale, page));
    },
  });

/** One's own subscriptions: what is charged, when and how, and everything that can be done about it. */
export const subscriptionRoutes: readonly Route[] = [
  pageRoute({
    path: page,
    may: maySubscribe,
    query: z.object({ from: z.literal('agreement').optional().catch(undefined) }),
    run: async (ctx, { query }) => {
      const rows = await listNow(ctx, query.from === 'agreement');
      const plans = await Promise.all(rows.map((one) => plansOf(ctx, one)));
      return show({
        title: wordsIn(ctx.locale)('mine'),
        isHidden: true,
        body: <Portal ctx={ctx} rows={rows.map((one, n) => ({ one, ...plans[n]! }))} />,
      });
    },
  }),
  deed('pause', pauseSubscription),
  deed('resume', resumeSubscription),
  deed('keep', keepSubscription),
  deed('retry', retrySubscription),
  formRoute({
    path: `${page}/:id/method`,
    may: maySubscribe,
    params: SubscriptionId,
    run: async (ctx, { params }) => redirectTo(await signUrlOf(ctx, await getOwn(ctx, params.id))),
  }),
];

/** As they are, after the gateway was asked about those that their subscriber comes from signing. */
async function listNow(ctx: Ctx, isBack: boolean): Promise<Subscription[]> {
  const rows = await listOwnSubscriptions(ctx);
  if (!isBack || !rows.some(({ state }) => state === 'signing')) return rows;
  for (const one of rows) await confirmAgreement(ctx, one);
  return listOwnSubscriptions(ctx);
}

interface Row {
  readonly one: Subscription;
  readonly plan: SubscribedPlan;
  /** What is charged next. */
  readonly next: SubscribedPlan;
}

async function plansOf(ctx: Ctx, one: Subscription): Promise<Omit<Row, 'one'>> {
  const [plan, next] = await Promise.all([
    getPlan(ctx.db, one.planId),
    getPlan(ctx.db, nextPlanOf(one)),
  ]);
  return { plan, next };
}

function Portal({ ctx, rows }: { readonly ctx: Ctx; readonly rows: readonly Row[] }): ReactNode {
  const { locale } = ctx;
  const t = wordsIn(locale);
  const tiers = (
    <LinkButton href={localePath(locale, '/membership')} variant="primary">
      {t('tiers')}
    </LinkButton>
  );
  return (
    <div className="wrap-narrow page-body stack">
      <h1>{t('mine')}</h1>
      {rows.length === 0 && <EmptyState title={t('none')} text={t('noneText')} actions={tiers} />}
      {rows.map((row) => (
        <Panel key={row.one.id} ctx={ctx} row={row} />
      ))}
      <p className="cluster">
        <a href={localePath(locale, '/orders')}>{t('receipts')}</a>
        <a href={localePath(locale, '/account/membership')}>{t('back')}</a>
      </p>
    </div>
  );
}

const tones = {
  signing: 'neutral',
  trialing: 'info',
  active: 'success',
  past_due: 'error',
  paused: 'warning',
  cancelled: 'neutral',
  ended: 'neutral',
} as const satisfies Record<SubscriptionState, string>;

/** What a plan is called for a reader. */
export function nameOf(plan: SubscribedPlan, locale: Locale): string {
  return sayPlan(locale === 'en' ? plan.tierEn : plan.tierZh, plan, locale);
}

function Panel({ ctx, row }: { readonly ctx: Ctx; readonly row: Row }): ReactNode {
  const { locale } = ctx;
  const { one, plan } = row;
  return (
    <section className="panel stack" aria-labelledby={`plan-${one.id}`}>
      <div className="cluster cluster-apart">
        <h2 id={`plan-${one.id}`}>{nameOf(plan, locale)}</h2>
        <Badge tone={tones[one.state]}>{subscriptionStateWords[one.state][locale]}</Badge>
      </div>
      <Trouble one={one} locale={locale} />
      <Facts row={row} locale={locale} />
      <Deeds one={one} locale={locale} />
    </section>
  );
}

function Trouble({
  one,
  locale,
}: {
  readonly one: Subscription;
  readonly locale: Locale;
}): ReactNode {
  const t = wordsIn(locale);
  if (one.state === 'signing') return <Notice tone="warning">{t('unsigned')}</Notice>;
  if (!one.failure || one.state === 'cancelled') return null;
  const why = failureWords[one.failure][locale];
  if (one.state === 'past_due') return <Notice tone="error">{t('failed', { why })}</Notice>;
  return (
    <Notice tone="warning">{one.state === 'ended' ? why : t('upgradeFailed', { why })}</Notice>
  );
}

function Facts({
  row: { one, plan, next },
  locale,
}: {
  readonly row: Row;
  readonly locale: Locale;
}) {
  const t = wordsIn(locale);
  const until = one.periodEndsAt ?? one.freeUntil;
  const price = yuan(priceOf(next, one.keepBps).total);
  const charge = one.nextChargeAt
    ? t('nextAt', { at: formatInstant(one.nextChargeAt), price })
    : t('noCharge');
  const facts: readonly (readonly [string, string])[] = [
    ...(until
      ? [[t(one.periodEndsAt ? 'paidUntil' : 'freeUntil'), formatInstant(until)] as const]
      : []),
    ...(one.state === 'signing' ? [] : [[t('nextCharge'), charge] as const]),
    ...(next.planId === plan.planId ? [] : [[t('nextPlan'), nameOf(next, locale)] as const]),
    [t('method'), sayGateway(one.gateway, locale)],
  ];
  return (
    <ul className="plain-list">
      {facts.map(([label, value]) => (
        <li key={label}>
          <strong>{label}</strong> {value}
        </li>
      ))}
    </ul>
  );
}

function Deeds({
  one,
  locale,
}: {
  readonly one: Subscription;
  readonly locale: Locale;
}): ReactNode {
  const t = wordsIn(locale);
  const here = localePath(locale, `${page}/${one.id}`);
  const form = (name: string, label: string, isFirst = false) => (
    <Form locale={locale} action={`${here}/${name}`}>
      <Button variant={isFirst ? 'primary' : 'outline'}>{label}</Button>
    </Form>
  );
  if (one.state === 'signing')
    return <div className="cluster">{form('method', t('goSign'), true)}</div>;
  if (!isLiving(one)) return null;
  return (
    <div className="cluster">
      {one.state === 'past_due' && form('retry', t('retry'), true)}
      {one.state === 'paused' && form('resume', t('resume'), true)}
      <LinkButton href={`${here}/plan`}>{t('change')}</LinkButton>
      {form('method', t('changeMethod'))}
      <LinkButton href={`${here}/cancel`}>{t('cancel')}</LinkButton>
    </div>
  );
}
