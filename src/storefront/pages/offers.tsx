import type { ReactNode } from 'react';
import { sayTerms } from '#coupon/words.ts';
import { inLocale, localePath, type Locale } from '#kernel/locale.ts';
import { formatMoney, money } from '#kernel/money.ts';
import { formatInstant } from '#kernel/time.ts';
import { Button } from '#ui/button.tsx';
import { Form } from '#ui/form.tsx';
import { Meta } from '#ui/meta.tsx';
import { Ticket } from '#ui/ticket.tsx';
import type { CoursePage, Offers } from '../types.ts';
import { say, words } from '../words.ts';
import { Alone } from './parts-of-bundle.tsx';
import { ShownPrice } from './parts.tsx';

interface Props {
  readonly page: CoursePage;
  readonly locale: Locale;
}

/** What it costs, and what makes it cheaper. */
export function Costs({ page, locale }: Props): ReactNode {
  const { work, offers } = page;
  const listPrice = work.price ?? 0;
  return (
    <>
      <ShownPrice locale={locale} listPrice={listPrice} shown={offers.shown} size="large" />
      <Alone page={page} locale={locale} />
      <Cheaper page={page} locale={locale} />
    </>
  );
}

/** What makes a work cheaper besides its price: thresholds, and coupons that everybody may take. */
function Cheaper({ page: { offers, work }, locale }: Props): ReactNode {
  const { thresholds, coupons } = offers;
  if (thresholds.length === 0 && coupons.offered.length === 0) return null;
  return (
    <section className="stack-tight" aria-label={words.offers[locale]}>
      {thresholds.map((threshold) => (
        <Meta key={threshold.id} items={sayThreshold(threshold, locale)} />
      ))}
      {coupons.offered.length > 0 && (
        <ul className="tickets">
          {coupons.offered.map((coupon) => {
            const [worth, ...conditions] = sayTerms(coupon, locale);
            const until = say(words.until, locale, { at: formatInstant(coupon.endsAt) });
            return (
              <Ticket
                key={coupon.id}
                level={3}
                worth={worth!}
                title={inLocale(locale, coupon.name, coupon.nameEn)}
                meta={[...conditions, until]}
                action={
                  <Form
                    locale={locale}
                    action={localePath(locale, '/coupons')}
                    hidden={{ couponId: coupon.id, offerId: work.offerId ?? '' }}
                  >
                    <Button>{words.take[locale]}</Button>
                  </Form>
                }
              />
            );
          })}
        </ul>
      )}
    </section>
  );
}

function sayThreshold(threshold: Offers['thresholds'][number], locale: Locale): string[] {
  const { name, nameEn, counts, tiers, endsAt } = threshold;
  const isPieces = counts === 'pieces';
  return [
    inLocale(locale, name, nameEn),
    ...(tiers ?? []).map(({ from, off }) =>
      say(words[isPieces ? 'tierPieces' : 'tierAmount'], locale, {
        from: isPieces ? String(from) : formatMoney(money(from)),
        off: formatMoney(money(off)),
      }),
    ),
    say(words.until, locale, { at: formatInstant(endsAt) }),
  ];
}
