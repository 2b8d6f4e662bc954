import type { ReactNode } from 'react';
import { inLocale, type Locale } from '#kernel/locale.ts';
import type { OrderRow } from '#order/types.ts';
import type { TransferAccount } from '#settings/schema/gateways.ts';
import { Notice } from '#ui/notice.tsx';
import { wordsIn } from '../words.ts';
import { yuan } from './parts.tsx';

/** Where to send the money of an order from one's bank, how much, and what to write with it. */
export function TransferHelp({
  locale,
  account,
  order,
}: {
  readonly locale: Locale;
  readonly account: TransferAccount;
  readonly order: Pick<OrderRow, 'total' | 'number'>;
}): ReactNode {
  const t = wordsIn(locale);
  const facts = [
    [t('transferPayee'), account.payee],
    [t('transferBank'), account.bank],
    [t('transferNumber'), account.number],
    [t('total'), yuan(order.total)],
    [t('transferReference'), order.number],
  ] as const;
  const note = inLocale(locale, account.noteZh, account.noteEn);
  return (
    <Notice title={t('transferTitle', { days: String(account.days) })}>
      <dl className="facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p>{t('transferText')}</p>
      {note && <p>{note}</p>}
    </Notice>
  );
}
