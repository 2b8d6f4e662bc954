import type { ReactNode } from 'react';
import type { CartLine } from '#cart/types.ts';
import { problemWords, soloWords, wordsIn } from '#cart/words.ts';
import { sayDays } from '#entitlement/words.ts';
import { fill, localePath, type Locale } from '#kernel/locale.ts';
import { publicPicture } from '#media/service.ts';
import type { Ctx } from '#platform/ctx.ts';
import { refundDaysOf, type SiteSettings } from '#settings/schema.ts';
import { Button } from '#ui/button.tsx';
import { Cover } from '#ui/cover.tsx';
import { Form } from '#ui/form.tsx';
import { Icon } from '#ui/icon.tsx';
import { Meta } from '#ui/meta.tsx';
import { Price } from '#ui/price.tsx';
import { yuan } from './parts.tsx';

interface Props {
  readonly ctx: Ctx;
  readonly site: SiteSettings;
}

/** Lines of the cart, each with what it costs, what is to be known of it, and what can be done with it. */
export function CartLines({
  ctx,
  site,
  lines,
}: Props & { readonly lines: readonly CartLine[] }): ReactNode {
  return (
    <ul className="cart-lines">
      {lines.map((line) => (
        <Line key={line.workId} {...{ ctx, site, line }} />
      ))}
    </ul>
  );
}

type LineProps = Props & { readonly line: CartLine };

function Line({ ctx, site, line }: LineProps): ReactNode {
  const { locale, ports } = ctx;
  const { title, slug, coverId, price, problem } = line;
  // Covers are shown 4:3 whatever their own shape.
  const box = { width: 160, height: 120 };
  const picture = coverId ? { ...publicPicture(ports, coverId, 320), ...box } : undefined;
  return (
    <li className="cart-line">
      <div className="cart-cover">
        <Cover title={title} picture={picture} sizes="7rem" />
      </div>
      <div className="cart-what">
        <h3>
          <a href={localePath(locale, `/courses/${slug}`)}>{title}</a>
        </h3>
        <Terms {...{ ctx, site, line }} />
        <InTheWay locale={locale} line={line} />
        <Deeds locale={locale} line={line} />
      </div>
      {price !== null && problem !== 'owned' && (
        <p className="cart-price">
          <Price locale={locale} amount={price} />
        </p>
      )}
    </li>
  );
}

/** Whose it is, how long its money can be asked back, and what it cost when it was put here. */
function Terms({ ctx: { locale }, site, line }: LineProps): ReactNode {
  const { creatorName, price, putPrice, problem } = line;
  const t = wordsIn(locale);
  const days = refundDaysOf(line.refundDays, site);
  const isSold = problem === null && price !== null;
  const terms = isSold && price > 0 ? t(days > 0 ? 'refund' : 'noRefund', { n: String(days) }) : '';
  return (
    <>
      <Meta
        items={[
          creatorName ?? '',
          ...(isSold ? sayDays(line.accessDays, locale) : []),
          terms,
        ].filter(Boolean)}
      />
      {isSold && price !== putPrice && (
        <p>{t('wasPrice', { was: yuan(putPrice), now: yuan(price) })}</p>
      )}
    </>
  );
}

/** Why it is not bought with the others, or that it costs less by itself; with the way to what helps. */
function InTheWay({
  locale,
  line,
}: {
  readonly locale: Locale;
  readonly line: CartLine;
}): ReactNode {
  const { problem, bundleTitle, soloPrice } = line;
  const t = wordsIn(locale);
  if (problem === null && soloPrice === null) return null;
  const text =
    problem === null
      ? soloWords[soloPrice!][locale]
      : fill(problemWords[problem][locale], { bundle: bundleTitle ?? '' });
  const way = wayOut(line);
  return (
    <p className="cart-note">
      <Icon name={problem === null ? 'clock' : 'info'} />
      <span>
        {text}{' '}
        {way && (
          <a href={localePath(locale, way.href)} aria-label={`${t(way.word)} ${line.title}`}>
            {t(way.word)}
          </a>
        )}
      </span>
    </p>
  );
}

function wayOut({ problem, slug, orderId, soloPrice }: CartLine) {
  if (problem === 'owned') return { href: `/learn/${slug}`, word: 'learn' } as const;
  if (orderId && (problem === 'waits' || problem === 'in_team'))
    return { href: `/orders/${orderId}`, word: 'toOrder' } as const;
  if (problem === null && soloPrice) return { href: `/courses/${slug}`, word: 'toWork' } as const;
  return undefined;
}

/** Keeping it for another time, or not; and taking it out, from where it can be put back. */
function Deeds({
  locale,
  line: { offerId, title, isLater, problem },
}: {
  readonly locale: Locale;
  readonly line: CartLine;
}): ReactNode {
  const t = wordsIn(locale);
  const here = localePath(locale, '/cart');
  const about = <span className="visually-hidden"> {title}</span>;
  return (
    <div className="cluster cart-deeds">
      {(isLater || problem === null) && problem !== 'not_sold' && (
        <Form locale={locale} action={here} hidden={{ offerId, isLater: isLater ? 'no' : 'yes' }}>
          <Button variant="quiet" size="small">
            {t(isLater ? 'toNow' : 'toLater')}
            {about}
          </Button>
        </Form>
      )}
      <Form locale={locale} action={`${here}/removal`} hidden={{ offerId }}>
        <Button variant="quiet" size="small">
          {t('remove')}
          {about}
        </Button>
      </Form>
    </div>
  );
}
