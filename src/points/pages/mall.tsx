import type { ReactNode } from 'react';
import { z } from 'zod';
import { newId } from '#kernel/id.ts';
import { localePath, type Locale } from '#kernel/locale.ts';
import { formatInstant } from '#kernel/time.ts';
import type { Ctx } from '#platform/ctx.ts';
import {
  formRoute,
  pageRoute,
  redirectTo,
  show,
  type FormProblem,
  type Route,
  type View,
} from '#platform/http/route.ts';
import { Badge } from '#ui/badge.tsx';
import { Card } from '#ui/card.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { Meta } from '#ui/meta.tsx';
import { Pagination } from '#ui/pagination.tsx';
import { mayRedeemPoints, mayVisitPoints } from '../policy.ts';
import { GoodId, RedeemGood, type GoodItem } from '../schema.ts';
import { getGood, getOwn, lastParcel, listShelf, redeemGood } from '../service.ts';
import { goodKindWords, goodStateWords, wordsIn } from '../words.ts';
import { RedeemForm } from './redeem-form.tsx';

const path = '/points/mall';
const pageSize = 24;

/** What is had for points, and each good with the form by which it is had. */
export const mallPages: readonly Route[] = [
  pageRoute({
    path,
    may: mayVisitPoints,
    query: z.object({ cursor: z.string().max(500).optional() }),
    run: (ctx, { query }) => shelfView(ctx, query.cursor),
  }),
  pageRoute({
    path: `${path}/:id`,
    may: mayVisitPoints,
    params: GoodId,
    run: (ctx, { params }) => goodView(ctx, params.id),
  }),
  formRoute({
    path: `${path}/:id`,
    may: mayRedeemPoints,
    params: GoodId,
    body: RedeemGood,
    run: async (ctx, { params, body }) => {
      const { isNew } = await redeemGood(ctx, params.id, body);
      const done = isNew ? 'new' : 'again';
      return redirectTo(localePath(ctx.locale, `/points/redemptions?done=${done}`));
    },
    again: (ctx, { params }, problem) => goodView(ctx, params.id, problem),
  }),
];

async function shelfView(ctx: Ctx, cursor: string | undefined): Promise<View> {
  const { locale } = ctx;
  const t = wordsIn(locale);
  const page = await listShelf(ctx, { cursor, limit: pageSize });
  const balance = ctx.actor.kind === 'user' ? (await getOwn(ctx)).balance : undefined;
  const here = localePath(locale, path);
  return show({
    title: t('mall'),
    canonical: path,
    body: (
      <div className="wrap page-body stack">
        <h1>{t('mall')}</h1>
        <p className="lead">{t('mallLead')}</p>
        <p className="cluster">
          {balance !== undefined && (
            <>
              <strong>{`${t('balance')} ${balance}`}</strong>
              <a href={localePath(locale, '/points/redemptions')}>{t('own')}</a>
            </>
          )}
          <a href={localePath(locale, '/points')}>{t('toPoints')}</a>
        </p>
        {page.items.length === 0 ? (
          <EmptyState title={t('mallNone')} text={t('mallNoneText')} />
        ) : (
          <div className="cards">
            {page.items.map((good) => (
              <GoodCard key={good.id} locale={locale} good={good} />
            ))}
          </div>
        )}
        <Pagination
          locale={locale}
          previous={cursor === undefined ? undefined : { href: here }}
          next={page.nextCursor ? { href: `${here}?cursor=${page.nextCursor}` } : undefined}
        />
      </div>
    ),
  });
}

const nameOf = ({ nameZh, nameEn }: GoodItem, locale: Locale) =>
  locale === 'en' ? nameEn : nameZh;
const summaryOf = ({ summaryZh, summaryEn }: GoodItem, locale: Locale) =>
  locale === 'en' ? summaryEn : summaryZh;

function GoodCard({
  locale,
  good,
}: {
  readonly locale: Locale;
  readonly good: GoodItem;
}): ReactNode {
  const t = wordsIn(locale);
  const { id, kind, price, state, stock, taken } = good;
  const isOpen = state === 'open';
  return (
    <Card
      href={localePath(locale, `${path}/${id}`)}
      title={nameOf(good, locale)}
      level={2}
      text={summaryOf(good, locale)}
      meta={[goodKindWords[kind][locale], ...(isOpen ? [t('left', { n: stock - taken })] : [])]}
      foot={<strong>{t('price', { n: price })}</strong>}
      badge={isOpen ? undefined : <Badge>{goodStateWords[state][locale]}</Badge>}
    />
  );
}

async function goodView(ctx: Ctx, id: string, problem?: FormProblem): Promise<View> {
  const { locale } = ctx;
  const t = wordsIn(locale);
  const good = await getGood(ctx, id);
  const name = nameOf(good, locale);
  const summary = summaryOf(good, locale);
  const isIn = ctx.actor.kind === 'user';
  const [own, parcel] = isIn ? await Promise.all([getOwn(ctx), lastParcel(ctx)]) : [];
  return show({
    title: name,
    isHidden: true,
    ...(problem ? { status: problem.status } : {}),
    body: (
      <div className="wrap-narrow page-body stack">
        <h1>{name}</h1>
        <Meta items={factsOf(good, locale)} />
        {summary && <p>{summary}</p>}
        <p>{t(`gives_${good.kind}`, { days: good.days ?? '' })}</p>
        <RedeemForm
          locale={locale}
          good={good}
          balance={own?.balance}
          formKey={problem?.values['key'] ?? newId(ctx.now)}
          parcel={parcel}
          problem={problem}
        />
        <p>
          <a href={localePath(locale, path)}>{t('backToMall')}</a>
        </p>
      </div>
    ),
  });
}

function factsOf(good: GoodItem, locale: Locale): readonly string[] {
  const t = wordsIn(locale);
  const { kind, price, stock, taken, perPerson, state, startsAt, endsAt } = good;
  return [
    goodKindWords[kind][locale],
    t('price', { n: price }),
    ...(state === 'open' ? [t('left', { n: stock - taken })] : [goodStateWords[state][locale]]),
    ...(perPerson === null ? [] : [t('perPerson', { n: perPerson })]),
    ...(state === 'planned' ? [t('from', { at: formatInstant(new Date(startsAt)) })] : []),
    ...(endsAt ? [t('until', { at: formatInstant(new Date(endsAt)) })] : []),
  ];
}
