import type { ReactNode } from 'react';
import type { CustomerItem } from '#affiliate/schema.ts';
import { wordsIn } from '#affiliate/words.ts';
import type { Locale } from '#kernel/locale.ts';
import { formatMoney, money } from '#kernel/money.ts';
import { formatInstant } from '#kernel/time.ts';
import type { PayoutItem, ShareItem } from '#payout/schema.ts';
import { payoutStateWords } from '#payout/words.ts';
import type { Page } from '#platform/cursor.ts';
import { Badge } from '#ui/badge.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { Pagination } from '#ui/pagination.tsx';
import { Table, type Column } from '#ui/table.tsx';

const yuan = (amount: number) => formatMoney(money(amount));
const at = (instant: string) => formatInstant(new Date(instant));

interface Paged<Item> {
  readonly locale: Locale;
  readonly page: Page<Item>;
  readonly isFirst: boolean;
  readonly here: string;
}

function Next({
  locale,
  page,
  isFirst,
  here,
  name,
}: Paged<unknown> & { readonly name: string }): ReactNode {
  return (
    <Pagination
      locale={locale}
      previous={isFirst ? undefined : { href: here }}
      next={page.nextCursor ? { href: `${here}?${name}=${page.nextCursor}` } : undefined}
    />
  );
}

/** What a promoter earned, line by line; nothing tells who bought. */
export function Shares(props: Paged<ShareItem>): ReactNode {
  const { locale, page, isFirst } = props;
  const t = wordsIn(locale);
  if (page.items.length === 0 && isFirst)
    return <EmptyState title={t('none')} text={t('noneText')} />;
  const columns: readonly Column<ShareItem>[] = [
    { label: t('bought'), cell: ({ title }) => title },
    { label: t('level'), cell: ({ level }) => String(level) },
    { label: t('gross'), cell: ({ gross }) => yuan(gross), numeric: true },
    { label: t('mine'), cell: ({ amount }) => yuan(amount), numeric: true },
    { label: t('back'), cell: ({ reversed }) => (reversed ? yuan(reversed) : '—'), numeric: true },
    { label: t('sold'), cell: ({ earnedAt }) => at(earnedAt) },
    { label: t('free'), cell: ({ releasedAt, releaseAt }) => at(releasedAt ?? releaseAt) },
  ];
  return (
    <>
      <h2>{t('orders')}</h2>
      <Table
        caption={t('orders')}
        captionHidden
        columns={columns}
        rows={page.items}
        rowKey={({ orderLineId, level }) => `${orderLineId}${level}`}
      />
      <Next {...props} name="orders" />
      <p>
        <a href={`/api/v1/promoters/me/shares?format=csv&lang=${locale}`}>{t('csv')}</a>
      </p>
    </>
  );
}

/** Whose promoter somebody is, masked. */
export function Customers(props: Paged<CustomerItem>): ReactNode {
  const { locale, page, isFirst } = props;
  const t = wordsIn(locale);
  if (page.items.length === 0 && isFirst) return null;
  const columns: readonly Column<CustomerItem>[] = [
    { label: t('name'), cell: ({ name }) => name },
    { label: t('since'), cell: ({ boundAt }) => at(boundAt) },
    {
      label: t('until'),
      cell: ({ endedAt, expiresAt }) =>
        endedAt ? <Badge>{t('over')}</Badge> : expiresAt ? at(expiresAt) : t('forGood'),
    },
  ];
  return (
    <>
      <h2>{t('customers')}</h2>
      <Table
        caption={t('customers')}
        captionHidden
        columns={columns}
        rows={page.items}
        rowKey={({ id }) => id}
      />
      <Next {...props} name="customers" />
    </>
  );
}

/** The latest payouts, with how they stand. */
export function Payouts({
  locale,
  items,
}: {
  readonly locale: Locale;
  readonly items: readonly PayoutItem[];
}): ReactNode {
  const t = wordsIn(locale);
  if (items.length === 0) return null;
  const columns: readonly Column<PayoutItem>[] = [
    { label: t('requested'), cell: ({ requestedAt }) => at(requestedAt) },
    { label: t('sum'), cell: ({ amount }) => yuan(amount), numeric: true },
    { label: t('payee'), cell: ({ payee }) => payee },
    {
      label: t('state'),
      cell: ({ state, reason }) => payoutStateWords[state][locale] + (reason ? ` · ${reason}` : ''),
    },
  ];
  return (
    <>
      <h2>{t('payouts')}</h2>
      <Table
        caption={t('payouts')}
        captionHidden
        columns={columns}
        rows={items}
        rowKey={({ id }) => id}
      />
    </>
  );
}
