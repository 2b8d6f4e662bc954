import type { ReactNode } from 'react';
import { z } from 'zod';
import { sayDays } from '#entitlement/words.ts';
import { newId } from '#kernel/id.ts';
import { localePath, type Locale } from '#kernel/locale.ts';
import { buyOffers } from '#order/policy.ts';
import { checkOut, type Checkout } from '#order/service/price-order.ts';
import { StartPayment } from '#payment/schema.ts';
import type { Ctx } from '#platform/ctx.ts';
import {
  formRoute,
  pageRoute,
  show,
  type FormProblem,
  type Route,
  type View,
} from '#platform/http/route.ts';
import { listOpenGateways } from '#settings/service/gateways.ts';
import { refundDaysOf } from '#settings/schema.ts';
import { getSiteSettings } from '#settings/service.ts';
import { Breadcrumb } from '#ui/breadcrumb.tsx';
import { Button, LinkButton } from '#ui/button.tsx';
import { Form } from '#ui/form.tsx';
import { Meta } from '#ui/meta.tsx';
import { Notice } from '#ui/notice.tsx';
import { Sum } from '#ui/sum.tsx';
import { buyOffer } from '../start-payment.ts';
import { wordsIn } from '../words.ts';
import { goOn } from './buy.ts';
import { Choices, Chosen, NotApplied, valueOf } from './choices.tsx';
import { CodeForm } from './code-form.tsx';
import { reduction, yuan } from './parts.tsx';
import { PayBy } from './pay-by.tsx';

const path = '/checkout/:offerId';
const params = z.object({ offerId: z.uuid() });
const query = z.object({ activity: z.uuid().optional(), team: z.uuid().optional() });

/** What an offer would cost its buyer, with all that makes it cheaper, before they promise to pay; and the promise. */
export const checkoutRoutes: readonly Route[] = [
  pageRoute({
    path,
    may: buyOffers,
    params,
    query,
    run: (ctx, { params: { offerId }, query: { activity, team } }) =>
      checkoutView(ctx, offerId, undefined, { groupId: activity, teamId: team }),
  }),
  formRoute({
    path,
    may: buyOffers,
    params,
    body: z.object({
      choice: Chosen,
      activityId: z.uuid().optional(),
      teamId: z.uuid().optional(),
      ...StartPayment.shape,
    }),
    run: async (ctx, { params: { offerId }, body }) => {
      const order = await buyOffer(ctx, {
        offerId,
        idempotencyKey: newId(ctx.now),
        activityId: body.activityId,
        teamId: body.teamId,
        ...body.choice,
      });
      return goOn(ctx, order.id, body.gateway);
    },
    again: (ctx, { params: { offerId } }, problem) =>
      checkoutView(ctx, offerId, problem, wantedIn(problem)),
  }),
];

/** The group buy that is asked for, and the team to join. */
interface Wanted {
  readonly groupId?: string | undefined;
  readonly teamId?: string | undefined;
}

/** What a form asked for that was refused: another team can be opened at the same price, but this one not joined. */
function wantedIn({ values }: FormProblem): Wanted {
  const { success, data } = z.uuid().safeParse(values['activityId']);
  return success && values['isGroup'] ? { groupId: data } : {};
}

/** The same, with what was wrong with the form that was sent from it. */
export async function checkoutView(
  ctx: Ctx,
  offerId: string,
  problem?: FormProblem,
  wanted: Wanted = {},
): Promise<View> {
  const { groupId, teamId } = wanted;
  const [checkout, gateways, site] = await Promise.all([
    checkOut(ctx, offerId, groupId),
    listOpenGateways(ctx),
    getSiteSettings(ctx),
  ]);
  const refundDays = refundDaysOf(checkout.offer.refundDays, site);
  return show({
    title: wordsIn(ctx.locale)('checkout'),
    isHidden: true,
    body: <CheckoutPage {...{ ctx, checkout, gateways, refundDays, problem, teamId }} />,
  });
}

interface Props {
  readonly ctx: Ctx;
  readonly checkout: Checkout;
  readonly gateways: readonly string[];
  readonly refundDays: number;
  readonly problem?: FormProblem | undefined;
  readonly teamId?: string | undefined;
}

function CheckoutPage({ ctx, checkout, gateways, refundDays, problem, teamId }: Props): ReactNode {
  const { locale } = ctx;
  const t = wordsIn(locale);
  const { offer, quote, title, workSlug } = checkout;
  const from = workSlug
    ? { label: title, href: localePath(locale, `/courses/${workSlug}`) }
    : { label: t('tiers'), href: localePath(locale, '/membership') };
  return (
    <div className="wrap-narrow page-body stack">
      <Breadcrumb locale={locale} items={[from]} />
      <h1>{t('checkout')}</h1>
      <Standing ctx={ctx} checkout={checkout} />
      {!checkout.isOwned && !checkout.isHeld && (
        <>
          <Sum
            framed
            lines={[
              { id: 'list', label: title, amount: yuan(quote.listTotal) },
              ...quote.taken.map((taken) => reduction(taken.id, taken, locale)),
            ]}
            total={{ label: t('payable'), amount: yuan(quote.payable) }}
          />
          <Meta
            items={[
              ...sayDays(offer.accessDays, locale),
              ...(workSlug && quote.payable === 0
                ? []
                : [refundTerms(refundDays, offer.sold.kind, locale)]),
            ]}
          />
          <Choice {...{ ctx, checkout, gateways, problem, teamId }} />
          {!checkout.group && <CodeForm ctx={ctx} offerId={offer.id} problem={problem} />}
          <NotApplied quote={quote} locale={locale} />
        </>
      )}
    </div>
  );
}

/** What can be asked back, and for how long; of a membership also when it begins. */
function refundTerms(refundDays: number, kind: 'work' | 'plan', locale: Locale): string {
  const t = wordsIn(locale);
  const days = { days: String(refundDays) };
  return refundDays > 0 ? t(`${kind}Terms`, days) : t(`${kind}NoRefund`);
}

/** What stands in the way of ordering. */
function Standing({ ctx, checkout }: Pick<Props, 'ctx' | 'checkout'>): ReactNode {
  const { locale } = ctx;
  const t = wordsIn(locale);
  const { waitingId, isOwned, isHeld, workSlug } = checkout;
  if (isOwned)
    return (
      <>
        <Notice>{t(workSlug ? 'alreadyOwned' : 'memberForGood')}</Notice>
        <div className="cluster">
          <LinkButton
            variant="primary"
            href={localePath(locale, workSlug ? `/learn/${workSlug}` : '/account/membership')}
          >
            {t(workSlug ? 'learn' : 'toMembership')}
          </LinkButton>
        </div>
      </>
    );
  if (!waitingId) return null;
  return (
    <Notice tone="warning" title={t(isHeld ? 'isHeld' : 'isWaiting')}>
      <p>
        <a href={localePath(locale, `/orders/${waitingId}`)}>
          {t(isHeld ? 'toHeld' : 'toWaiting')}
        </a>
      </p>
    </Notice>
  );
}

/** The ways to buy it: each says what it comes to, and the cheapest is chosen. */
function Choice({
  ctx,
  checkout,
  gateways,
  problem,
  teamId,
}: Omit<Props, 'refundDays'>): ReactNode {
  const { locale } = ctx;
  const t = wordsIn(locale);
  const { offer, choices, quote } = checkout;
  const isFromHere = problem && !('couponCode' in problem.values);
  return (
    <Form
      locale={locale}
      action={localePath(locale, `/checkout/${offer.id}`)}
      hidden={meantBy(checkout, teamId)}
      errors={isFromHere ? [{ text: problem.message }] : []}
    >
      <Choices {...{ locale, choices, quote }} />
      {quote.payable > 0 && <PayBy locale={locale} gateways={gateways} />}
      {quote.payable === 0 && <Meta items={[t('noCashier')]} />}
      <GroupTerms ctx={ctx} checkout={checkout} teamId={teamId} />
      <Button variant="primary">{t(placing(checkout, teamId))}</Button>
    </Form>
  );
}

/** What the form says besides what is chosen: the activity and the team that are meant. */
function meantBy(
  { choices, quote, group }: Checkout,
  teamId: string | undefined,
): Record<string, string> {
  const activity = quote.taken.find(({ kind }) => kind === 'activity');
  return {
    ...(choices.length > 1 ? {} : { choice: valueOf(choices[0]!) }),
    ...(activity ? { activityId: activity.id } : {}),
    ...(teamId ? { teamId } : {}),
    ...(group ? { isGroup: 'yes' } : {}),
  };
}

/** What the button says that places the order. */
function placing({ group, quote }: Checkout, teamId: string | undefined) {
  if (group) return teamId ? 'placeJoin' : 'placeGroup';
  return quote.payable === 0 ? 'placeFree' : 'placeOrder';
}

/** What it means to pay a group's price. */
function GroupTerms({
  ctx,
  checkout: { group },
  teamId,
}: Pick<Props, 'ctx' | 'checkout' | 'teamId'>): ReactNode {
  if (!group) return null;
  const { teamSize, teamHours } = group;
  const terms = { n: String(teamSize), hours: String(teamHours) };
  const t = wordsIn(ctx.locale);
  return <Notice>{t(teamId ? 'joinText' : 'groupText', terms)}</Notice>;
}
