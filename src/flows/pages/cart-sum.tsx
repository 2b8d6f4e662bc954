import type { ReactNode } from 'react';
import type { Cart, HintWork } from '#cart/types.ts';
import { wordsIn } from '#cart/words.ts';
import { inLocale, localePath, type Locale } from '#kernel/locale.ts';
import type { Ctx } from '#platform/ctx.ts';
import type { FormProblem } from '#platform/http/route.ts';
import { Button } from '#ui/button.tsx';
import { Form } from '#ui/form.tsx';
import { Meta } from '#ui/meta.tsx';
import { Notice } from '#ui/notice.tsx';
import { Price } from '#ui/price.tsx';
import { Sum } from '#ui/sum.tsx';
import { wordsIn as flowWordsIn } from '../words.ts';
import { Choices, NotApplied, valueOf } from './choices.tsx';
import { CodeForm } from './code-form.tsx';
import { reduction, yuan } from './parts.tsx';
import { PayBy } from './pay-by.tsx';

const formId = 'cart-checkout';

interface Props {
  readonly ctx: Ctx;
  readonly cart: Cart;
}

interface SumProps extends Props {
  readonly gateways: readonly string[];
  readonly problem: FormProblem | undefined;
}

/** What the ticked works come to, what made them cheaper and what did not, and the way to pay. */
export function CartSum(props: SumProps): ReactNode {
  const { ctx, cart, problem } = props;
  const { locale } = ctx;
  const { quote, offerIds, hints } = cart;
  if (offerIds.length === 0) return <Nothing locale={locale} problem={problem} />;
  const label = wordsIn(locale)('worth', { n: String(offerIds.length) });
  return (
    <>
      <Sum
        framed
        lines={[
          { id: 'list', label, amount: yuan(quote.listTotal) },
          ...quote.taken.map((taken) => reduction(taken.id, taken, locale)),
        ]}
        total={{ label: flowWordsIn(locale)('payable'), amount: yuan(quote.payable) }}
      />
      <Hints hints={hints} locale={locale} />
      <CheckOut {...props} />
      <CodeForm ctx={ctx} isCart problem={problem} />
      <NotApplied quote={withoutHinted(cart)} locale={locale} />
    </>
  );
}

/** A threshold of which a hint says what it lacks is not named a second time. */
function withoutHinted({ quote, hints }: Cart): Cart['quote'] {
  const hinted = new Set(hints.map(({ id }) => id));
  return { ...quote, declined: quote.declined.filter(({ id }) => !hinted.has(id)) };
}

/** The form that places the order: for what is shown here, at this amount. */
function CheckOut({ ctx: { locale }, cart, gateways, problem }: SumProps): ReactNode {
  const { quote, offerIds, choices } = cart;
  const t = wordsIn(locale);
  const isFree = quote.payable === 0;
  return (
    <Form
      id={formId}
      locale={locale}
      action={localePath(locale, '/cart/checkout')}
      hidden={{
        offers: offerIds.join('.'),
        ...(choices.length > 1 ? {} : { choice: valueOf(choices[0]!) }),
      }}
      errors={isFromHere(problem) ? [{ text: problem.message }] : []}
    >
      <Choices {...{ locale, choices, quote }} />
      {!isFree && <PayBy locale={locale} gateways={gateways} />}
      <Button variant="primary" wide>
        {t('checkOut')}
      </Button>
      <Meta items={[isFree ? flowWordsIn(locale)('noCashier') : t('holdsNothing')]} />
    </Form>
  );
}

/** What was wrong with a form that a coupon's code was not typed in. */
function isFromHere(problem: FormProblem | undefined): problem is FormProblem {
  return problem !== undefined && !('couponCode' in problem.values);
}

function Nothing({ locale, problem }: Pick<SumProps, 'problem'> & { locale: Locale }): ReactNode {
  return (
    <>
      {isFromHere(problem) && (
        <Notice tone="error" live>
          {problem.message}
        </Notice>
      )}
      <Notice>{wordsIn(locale)('nothingTicked')}</Notice>
    </>
  );
}

/** What more would save, where that is true, with works that would do. */
function Hints({
  hints,
  locale,
}: {
  readonly hints: Cart['hints'];
  readonly locale: Locale;
}): ReactNode {
  const t = wordsIn(locale);
  return hints.map(({ id, name, nameEn, by, missing, saves, works }) => (
    <Notice key={id}>
      <p>
        {t(by === 'amount' ? 'hintAmount' : 'hintPieces', {
          name: inLocale(locale, name, nameEn),
          missing: by === 'amount' ? yuan(missing) : String(missing),
          saves: yuan(saves),
        })}
      </p>
      {works.length > 0 && (
        <ul className="cart-more" aria-label={t('suggestions')}>
          {works.map((work) => (
            <More key={work.workId} work={work} locale={locale} />
          ))}
        </ul>
      )}
    </Notice>
  ));
}

/** A work that would do, and the way into the cart. */
function More({
  work: { slug, title, price, offerId },
  locale,
}: {
  readonly work: HintWork;
  readonly locale: Locale;
}): ReactNode {
  return (
    <li>
      <span>
        <a href={localePath(locale, `/courses/${slug}`)}>{title}</a> {yuan(price)}
      </span>
      <Form locale={locale} action={localePath(locale, '/cart')} hidden={{ offerId }}>
        <Button size="small">
          {wordsIn(locale)('add')}
          <span className="visually-hidden"> {title}</span>
        </Button>
      </Form>
    </li>
  );
}

/** On a phone: what it comes to, and the same button. */
export function CartBar({ ctx: { locale }, cart: { offerIds, quote } }: Props): ReactNode {
  if (offerIds.length === 0) return null;
  return (
    <div className="action-bar">
      <Price locale={locale} amount={quote.payable} />
      <Button variant="primary" form={formId}>
        {wordsIn(locale)('checkOut')}
      </Button>
    </div>
  );
}
