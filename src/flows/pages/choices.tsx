import type { ReactNode } from 'react';
import { z } from 'zod';
import { inLocale, type Locale } from '#kernel/locale.ts';
import type { Checkout } from '#order/service/price-order.ts';
import type { Quote } from '#pricing/types.ts';
import { discountWords, sayReason } from '#pricing/words.ts';
import { CheckField } from '#ui/field.tsx';
import { Meta } from '#ui/meta.tsx';
import { wordsIn } from '../words.ts';
import { yuan } from './parts.tsx';

/** What a buyer chose where they saw what it comes to: a coupon or none, and the amount. */
export const Chosen = z
  .string()
  .regex(/^(none|[0-9a-f-]{36})\.\d{1,12}$/)
  .transform((text) => {
    const [coupon, total] = text.split('.');
    const expectedTotal = Number(total);
    return coupon === 'none' ? { expectedTotal } : { expectedTotal, claimId: coupon };
  });

type OneWay = Checkout['choices'][number];

/** A way to buy as a form says it (`Chosen`). */
export const valueOf = ({ coupon, payable }: OneWay) => `${coupon?.id ?? 'none'}.${payable}`;

interface Props {
  readonly locale: Locale;
  readonly choices: readonly OneWay[];
  readonly quote: Quote;
}

/** The ways to buy it: each says what it comes to, and the cheapest is chosen; nothing where there is one alone. */
export function Choices({ locale, choices, quote }: Props): ReactNode {
  if (choices.length < 2) return null;
  const best = quote.taken.find(({ kind }) => kind === 'coupon')?.id;
  return (
    <fieldset className="stack">
      <legend>{wordsIn(locale)('couponsToUse')}</legend>
      {choices.map((choice) => (
        <Way
          key={valueOf(choice)}
          {...{ choice, locale }}
          isBest={(choice.coupon?.id ?? undefined) === best}
        />
      ))}
    </fieldset>
  );
}

function Way({
  choice,
  locale,
  isBest,
}: {
  readonly choice: OneWay;
  readonly locale: Locale;
  readonly isBest: boolean;
}): ReactNode {
  const t = wordsIn(locale);
  const { coupon, payable } = choice;
  const name = coupon ? inLocale(locale, coupon.name, coupon.nameEn) : '';
  return (
    <CheckField
      locale={locale}
      type="radio"
      name="choice"
      id={`choice-${coupon?.id ?? 'none'}`}
      value={valueOf(choice)}
      checked={isBest}
      label={t(coupon ? 'withCoupon' : 'withoutCoupon', { name, total: yuan(payable) })}
    />
  );
}

/** Everything that took nothing off, and why. */
export function NotApplied({ quote, locale }: Pick<Props, 'quote' | 'locale'>): ReactNode {
  const t = wordsIn(locale);
  if (quote.declined.length === 0) return null;
  return (
    <section className="stack" aria-labelledby="not-applied">
      <h2 id="not-applied">{t('notApplied')}</h2>
      <ul className="plain-list">
        {quote.declined.map((one) => (
          <li key={one.id}>
            <span>{inLocale(locale, one.name, one.nameEn)}</span>
            <Meta items={[discountWords[one.kind][locale], sayReason(one, locale)]} />
          </li>
        ))}
      </ul>
    </section>
  );
}
