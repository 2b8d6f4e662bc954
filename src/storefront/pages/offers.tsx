import type { ReactNode } from 'react';
import { sayTerms } from '#coupon/words.ts';
import { sayDays } from '#entitlement/words.ts';
import { inLocale, localePath, type Locale } from '#kernel/locale.ts';
import { formatMoney, money } from '#kernel/money.ts';
import { formatInstant } from '#kernel/time.ts';
import { Button, LinkButton } from '#ui/button.tsx';
import { Form } from '#ui/form.tsx';
import { Icon } from '#ui/icon.tsx';
import { Meta } from '#ui/meta.tsx';
import { Notice } from '#ui/notice.tsx';
import { Ticket } from '#ui/ticket.tsx';
import type { CoursePage, Offers } from '../types.ts';
import { say, words } from '../words.ts';
import { Alone } from './parts-of-bundle.tsx';
import { ShownPrice } from './parts.tsx';

interface Props {
  readonly page: CoursePage;
  readonly locale: Locale;
}

/** What buying it means to the one who looks: to have it at all, longer, or for good. */
function wordOf({ isMember, until, work, offers }: CoursePage) {
  const isForGood = work.accessDays === null;
  if (until) return isForGood ? 'buyForGood' : 'buyLonger';
  if (isMember && isForGood) return 'buyToKeep';
  return (offers.shown?.price ?? work.price ?? 0) > 0 ? 'buy' : 'join';
}

/** The way to have a work for good; to a member it comes second. */
export function Buy({ page, locale, wide }: Props & { wide?: boolean | undefined }): ReactNode {
  const { work, isMember, until, offers } = page;
  if (!work.offerId || work.price === null) return null;
  const { shown, thresholds, coupons } = offers;
  const word = wordOf(page);
  const variant = isMember || until ? 'outline' : 'primary';
  // Where there is something to choose, a buyer sees what it comes to before the order is placed.
  if (thresholds.length > 0 || coupons.isChoice)
    return (
      <LinkButton
        href={localePath(locale, `/checkout/${work.offerId}`)}
        variant={variant}
        wide={wide}
      >
        {words[word][locale]}
      </LinkButton>
    );
  return (
    <Form
      locale={locale}
      action={localePath(locale, '/buy')}
      hidden={wantedOf(work.offerId, shown)}
    >
      <Button variant={variant} wide={wide}>
        {words[word][locale]}
      </Button>
    </Form>
  );
}

/** To somebody who has it for days: what it costs to have it longer, and the way to it. */
export function Longer({ page, locale }: Props): ReactNode {
  const { until, work } = page;
  if (!until || work.state !== 'published') return null;
  return (
    <>
      <Costs page={page} locale={locale} />
      <Meta items={sayDays(work.accessDays, locale)} />
      <Buy page={page} locale={locale} wide />
    </>
  );
}

/** The way to buy a work together with others; what is free is not gathered first. */
export function AddToCart({
  page: { work, offers },
  locale,
  small,
}: Props & { readonly small?: boolean | undefined }): ReactNode {
  if (!work.offerId || !work.price || offers.shown?.price === 0) return null;
  const label = words.addToCart[locale];
  return (
    <Form locale={locale} action={localePath(locale, '/cart')} hidden={{ offerId: work.offerId }}>
      {small ? (
        <Button label={label}>
          <Icon name="cart" />
        </Button>
      ) : (
        <Button wide>
          <Icon name="cart" />
          {label}
        </Button>
      )}
    </Form>
  );
}

/** What the form buys: at the price of a flash sale, that one and no other. */
function wantedOf(offerId: string, shown: CoursePage['offers']['shown']): Record<string, string> {
  if (shown?.kind !== 'flash') return { offerId };
  return { offerId, activityId: shown.promotionId, expectedTotal: String(shown.price) };
}

/** What it costs, and what makes it cheaper. */
export function Costs({ page, locale }: Props): ReactNode {
  const { work, offers } = page;
  const listPrice = work.price ?? 0;
  return (
    <>
      <ShownPrice locale={locale} listPrice={listPrice} shown={offers.shown} size="large" />
      {offers.sales.map((sale) => (
        <Sale key={sale.id} sale={sale} locale={locale} />
      ))}
      {offers.member && (
        <p className="member-price">
          {say(words.memberPrice, locale, {
            tier: locale === 'en' ? offers.member.nameEn : offers.member.nameZh,
            price: formatMoney(offers.member.price),
          })}
        </p>
      )}
      <Alone page={page} locale={locale} />
      <Cheaper page={page} locale={locale} />
    </>
  );
}

/** A flash sale: what is left is counted, and when it begins and ends is what it says. */
function Sale({ sale, locale }: { sale: Offers['sales'][number]; locale: Locale }): ReactNode {
  const { name, nameEn, stock, left, held, price, startsAt, endsAt } = sale;
  const title = inLocale(locale, name, nameEn);
  const t = (word: keyof typeof words, params: Record<string, string | number> = {}) =>
    say(words[word], locale, params);
  if (sale.isAhead)
    return (
      <Notice title={t('flashTitle', { name: title })}>
        <p>
          {t('flashAhead', { at: formatInstant(startsAt), price: formatMoney(price), n: stock })}
        </p>
      </Notice>
    );
  const until = t('until', { at: formatInstant(endsAt) });
  return (
    <Notice tone={left > 0 ? 'success' : 'warning'} title={t('flashTitle', { name: title })}>
      <Meta items={[t(left > 0 ? 'flashLeft' : 'flashSoldOut', { n: left, all: stock }), until]} />
      {held > 0 && <p>{t(left > 0 ? 'flashHeld' : 'flashAllHeld', { n: held })}</p>}
    </Notice>
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
