import type { ReactNode } from 'react';
import { z } from 'zod';
import { localePath, type Locale } from '#kernel/locale.ts';
import { addMonths, after, businessDay, businessMonth, formatInstant } from '#kernel/time.ts';
import type { Ctx } from '#platform/ctx.ts';
import type { Page } from '#platform/cursor.ts';
import {
  formRoute,
  pageRoute,
  redirectTo,
  show,
  type FormProblem,
  type Route,
  type View,
} from '#platform/http/route.ts';
import { LinkButton } from '#ui/button.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { Notice } from '#ui/notice.tsx';
import { Pagination } from '#ui/pagination.tsx';
import { Table, type Column } from '#ui/table.tsx';
import { mayUsePoints, mayVisitPoints } from '../policy.ts';
import type { EntryItem, OwnPoints } from '../schema.ts';
import { getOwn, listOwnEntries, listSignIns, signIn } from '../service.ts';
import { termsNow } from '../service/terms.ts';
import type { Terms } from '../types.ts';
import { entryKindWords, wordsIn } from '../words.ts';
import { Checking, Standing } from './standing.tsx';

const path = '/points';

const Query = z.object({
  cursor: z.string().max(500).optional(),
  month: z
    .string()
    .regex(/^20\d\d-(?:0[1-9]|1[0-2])$/)
    .optional()
    .catch(undefined),
  done: z.enum(['new', 'again']).optional().catch(undefined),
});
type Query = z.infer<typeof Query>;

/** One's own points: what there is, checking in, how to earn them, when they end, and what changed them. */
export const ownPages: readonly Route[] = [
  pageRoute({
    path,
    may: mayVisitPoints,
    query: Query,
    run: (ctx, { query }) => ownView(ctx, query),
  }),
  formRoute({
    path: `${path}/sign-in`,
    may: mayUsePoints,
    run: async (ctx) => {
      const { isNew } = await signIn(ctx);
      return redirectTo(`${localePath(ctx.locale, path)}?done=${isNew ? 'new' : 'again'}`);
    },
    again: (ctx, _input, problem) => ownView(ctx, {}, problem),
  }),
];

async function ownView(ctx: Ctx, query: Query, problem?: FormProblem): Promise<View> {
  const t = wordsIn(ctx.locale);
  const terms = await termsNow(ctx);
  const body =
    ctx.actor.kind === 'user' ? await ownBody(ctx, terms, query) : visitorBody(ctx, terms);
  return show({
    title: t('title'),
    isHidden: true,
    canonical: path,
    ...(problem ? { status: problem.status } : {}),
    body: (
      <div className="wrap page-body stack">
        <h1>{t('title')}</h1>
        {problem && (
          <Notice tone="error" live>
            {problem.message}
          </Notice>
        )}
        {terms.isOn && <p className="lead">{t('lead')}</p>}
        {body}
      </div>
    ),
  });
}

function visitorBody({ locale }: Ctx, terms: Terms): ReactNode {
  const t = wordsIn(locale);
  if (!terms.isOn) return <EmptyState title={t('off')} text={t('offText')} />;
  const next = encodeURIComponent(localePath(locale, path));
  return (
    <>
      <p>
        <LinkButton href={`${localePath(locale, '/login')}?next=${next}`} variant="primary">
          {t('signInFirst')}
        </LinkButton>
      </p>
      <Ways locale={locale} terms={terms} />
    </>
  );
}

async function ownBody(ctx: Ctx, terms: Terms, query: Query): Promise<ReactNode> {
  const { locale } = ctx;
  const { month, next } = monthOf(ctx, query);
  const [own, days, entries] = await Promise.all([
    getOwn(ctx),
    listSignIns(ctx, month),
    listOwnEntries(ctx, { cursor: query.cursor, limit: 20 }),
  ]);
  const t = wordsIn(locale);
  const isFirst = query.cursor === undefined;
  if (!terms.isOn && entries.items.length === 0 && isFirst)
    return <EmptyState title={t('off')} text={t('offText')} />;
  const shown = { month, days, today: businessDay(ctx.now), next };
  return (
    <>
      <Done locale={locale} own={own} done={query.done} />
      <Standing locale={locale} own={own} />
      {terms.isOn && (
        <p>
          <LinkButton href={localePath(locale, '/points/mall')}>{t('toMall')}</LinkButton>
        </p>
      )}
      {own.signIn && <Checking locale={locale} signIn={own.signIn} shown={shown} />}
      {own.ends.length > 0 && <Ends locale={locale} own={own} />}
      {terms.isOn && <Ways locale={locale} terms={terms} />}
      <Entries locale={locale} entries={entries} isFirst={isFirst} />
      <p className="cluster">
        <a href={localePath(locale, '/points/redemptions')}>{t('own')}</a>
        <a href={localePath(locale, '/account')}>{t('backToAccount')}</a>
      </p>
    </>
  );
}

/** The month that is asked for, or this one; and the month after it, where it has begun. */
function monthOf(ctx: Ctx, { month }: Query) {
  const last = businessMonth(ctx.now);
  if (!month || month >= last) return { month: last, next: undefined };
  return { month, next: addMonths(month, 1) };
}

interface DoneProps {
  readonly locale: Locale;
  readonly own: OwnPoints;
  readonly done: Query['done'];
}

/** What checking in came to. */
function Done({ locale, own: { signIn: today }, done }: DoneProps): ReactNode {
  if (!done || !today?.isSignedIn) return null;
  const t = wordsIn(locale);
  return (
    <Notice tone="success" live>
      {done === 'new' ? t('done', { days: today.days }) : t('again')}
    </Notice>
  );
}

function Ends({ locale, own }: { readonly locale: Locale; readonly own: OwnPoints }): ReactNode {
  const t = wordsIn(locale);
  const columns: readonly Column<OwnPoints['ends'][number]>[] = [
    // The last day on which they are good, not the instant after it.
    { label: t('endsDay'), cell: ({ at }) => businessDay(after(new Date(at), -1)) },
    { label: t('points'), cell: ({ amount }) => String(amount), numeric: true },
  ];
  return (
    <>
      <h2>{t('ends')}</h2>
      <Table
        caption={t('ends')}
        captionHidden
        isNarrow
        columns={columns}
        rows={own.ends}
        rowKey={({ at }) => at}
      />
    </>
  );
}

function Ways({ locale, terms }: { readonly locale: Locale; readonly terms: Terms }): ReactNode {
  const t = wordsIn(locale);
  const amounts = terms.streak.join(locale === 'zh' ? '、' : ', ');
  const ways = [
    terms.signInOn && t('waySignIn', { amounts }),
    terms.lessonOn && t('wayLesson', { n: terms.perLesson, cap: terms.lessonCap }),
    terms.purchaseOn && t('wayPurchase', { n: terms.perYuan, cap: terms.purchaseCap }),
    t('wayExpiry', { days: terms.validDays }),
    t('wayDay'),
  ].filter((way) => way !== false);
  return (
    <>
      <h2>{t('ways')}</h2>
      <div className="prose">
        <ul>
          {ways.map((way) => (
            <li key={way}>{way}</li>
          ))}
        </ul>
      </div>
    </>
  );
}

interface EntriesProps {
  readonly locale: Locale;
  readonly entries: Page<EntryItem>;
  readonly isFirst: boolean;
}

function Entries({ locale, entries: { items, nextCursor }, isFirst }: EntriesProps): ReactNode {
  const t = wordsIn(locale);
  const here = localePath(locale, path);
  if (items.length === 0 && isFirst) return <EmptyState title={t('none')} text={t('noneText')} />;
  const columns: readonly Column<EntryItem>[] = [
    { label: t('by'), cell: ({ kind }) => entryKindWords[kind][locale] },
    { label: t('about'), cell: ({ about, reason }) => about || reason || '—' },
    { label: t('at'), cell: ({ at }) => formatInstant(new Date(at)) },
    { label: t('change'), cell: ({ amount }) => signed(amount), numeric: true },
  ];
  return (
    <>
      <h2>{t('entries')}</h2>
      <Table
        caption={t('entries')}
        captionHidden
        columns={columns}
        rows={items}
        rowKey={({ id }) => id}
      />
      <Pagination
        locale={locale}
        previous={isFirst ? undefined : { href: here }}
        next={nextCursor ? { href: `${here}?cursor=${nextCursor}` } : undefined}
      />
    </>
  );
}

const signed = (amount: number) => (amount > 0 ? `+${amount}` : `−${-amount}`);
