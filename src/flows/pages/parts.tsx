import type { ReactNode } from 'react';
import { inLocale, localePath, type Locale } from '#kernel/locale.ts';
import { formatMoney, money } from '#kernel/money.ts';
import type { OrderRow } from '#order/types.ts';
import type { Taken } from '#pricing/types.ts';
import { discountWords } from '#pricing/words.ts';
import { Badge } from '#ui/badge.tsx';
import { LinkButton } from '#ui/button.tsx';
import type { SumLine } from '#ui/sum.tsx';
import { wordsIn, type FlowWord } from '../words.ts';

const states = {
  pending: ['pending', 'warning'],
  held: ['held', 'info'],
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
  if (order.state === 'paid' && order.refunded > 0)
    return <Badge tone="info">{t('partlyRefunded')}</Badge>;
  const [word, tone] = states[order.state];
  return <Badge tone={tone}>{t(word)}</Badge>;
}

/** Minor units as people write them. */
export function yuan(amount: number): string {
  return formatMoney(money(amount));
}

/** What was taken off, as a line of a sum: of which kind, and what it is called. */
export function reduction(
  id: string,
  { kind, name, nameEn, amount }: Pick<Taken, 'kind' | 'name' | 'nameEn' | 'amount'>,
  locale: Locale,
): SumLine {
  const label = `${discountWords[kind][locale]} · ${inLocale(locale, name, nameEn)}`;
  return { id, label, amount: yuan(amount), isOff: true };
}

/** What the buyer of a sale can have in writing. */
export function Papers({
  locale,
  orderId,
}: {
  readonly locale: Locale;
  readonly orderId: string;
}): ReactNode {
  const t = wordsIn(locale);
  const here = localePath(locale, `/orders/${orderId}`);
  return (
    <div className="cluster">
      <LinkButton variant="quiet" href={`${here}/invoice`}>
        {t('invoice')}
      </LinkButton>
      <LinkButton variant="quiet" href={`${here}/fapiao`}>
        {t('fapiao')}
      </LinkButton>
    </div>
  );
}
