import type { ReactNode } from 'react';
import type { Locale } from '#kernel/locale.ts';
import { formatMoney, money } from '#kernel/money.ts';
import type { OrderRow } from '#order/types.ts';
import { Badge } from '#ui/badge.tsx';
import { wordsIn, type FlowWord } from '../words.ts';

const states = {
  pending: ['pending', 'warning'],
  paid: ['paid', 'success'],
  closed: ['closed', 'neutral'],
  refunded: ['isRefunded', 'neutral'],
} as const satisfies Record<OrderRow['state'], readonly [FlowWord, string]>;

/** How an order stands, in a word. */
export function StateBadge({
  order,
  locale,
}: {
  readonly order: OrderRow;
  readonly locale: Locale;
}): ReactNode {
  const t = wordsIn(locale);
  if (order.refunding > 0) return <Badge tone="info">{t('refunding')}</Badge>;
  const [word, tone] = states[order.state];
  return <Badge tone={tone}>{t(word)}</Badge>;
}

/** Minor units as people write them. */
export function yuan(amount: number): string {
  return formatMoney(money(amount));
}
