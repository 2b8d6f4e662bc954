import type { ReactNode } from 'react';
import { localePath, type Locale } from '#kernel/locale.ts';
import { formatMoney } from '#kernel/money.ts';
import type { OrderRow } from '#order/types.ts';
import { Breadcrumb } from '#ui/breadcrumb.tsx';
import { Meta } from '#ui/meta.tsx';
import { wordsIn } from '../words/pages.ts';

interface FrameProps {
  readonly locale: Locale;
  readonly order: OrderRow;
  readonly title: string;
  readonly children: ReactNode;
}

/** A page about an order: the way back, its title, and which order it is. */
export function Frame({ locale, order, title, children }: FrameProps): ReactNode {
  const t = wordsIn(locale);
  return (
    <div className="wrap-narrow page-body stack">
      <Breadcrumb
        locale={locale}
        items={[
          { label: t('orders'), href: localePath(locale, '/orders') },
          { label: order.title, href: localePath(locale, `/orders/${order.id}`) },
        ]}
      />
      <h1>{title}</h1>
      <Meta items={[order.title, order.number, formatMoney(order.total)]} />
      {children}
    </div>
  );
}
