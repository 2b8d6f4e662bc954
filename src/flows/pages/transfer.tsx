import type { ReactNode } from 'react';
import { inLocale, type Locale } from '#kernel/locale.ts';
import type { OrderRow } from '#order/types.ts';
import type { TransferAccount } from '#settings/schema/gateways.ts';
import { Notice } from '#ui/notice.tsx';
import { Sum } from '#ui/sum.tsx';
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
  const lines = [
    { id: 'payee', label: t('transferPayee'), amount: account.payee },
    { id: 'bank', label: t('transferBank'), amount: account.bank },
    { id: 'number', label: t('transferNumber'), amount: account.number },
    { id: 'reference', label: t('transferReference'), amount: order.number },
  ];
  const note = inLocale(locale, account.noteZh, account.noteEn);
  return (
    <>
      <Notice title={t('transferTitle', { days: String(account.days) })}>
        <p>{t('transferText')}</p>
        {note && <p>{note}</p>}
      </Notice>
      <Sum framed lines={lines} total={{ label: t('total'), amount: yuan(order.total) }} />
    </>
  );
}
