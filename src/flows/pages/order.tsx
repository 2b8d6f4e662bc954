import type { ReactNode } from 'react';
import { z } from 'zod';
import { localePath, type Locale } from '#kernel/locale.ts';
import { formatInstant } from '#kernel/time.ts';
import { readOrder } from '#order/policy.ts';
import { OrderId } from '#order/schema.ts';
import { findGiven } from '#membership/service.ts';
import type { Given } from '#membership/types.ts';
import { getOrder, listDiscounts } from '#order/service/read-order.ts';
import type { OrderDiscount, OrderRow } from '#order/types.ts';
import { listRefundsOfOrder } from '#payment/service/refund.ts';
import type { Refund } from '#payment/types.ts';
import { sayGateway } from '#payment/words.ts';
import type { Ctx } from '#platform/ctx.ts';
import { pageRoute, show, type Route } from '#platform/http/route.ts';
import { Breadcrumb } from '#ui/breadcrumb.tsx';
import { Button, LinkButton } from '#ui/button.tsx';
import { Form } from '#ui/form.tsx';
import { Meta } from '#ui/meta.tsx';
import { Notice } from '#ui/notice.tsx';
import { QrCode } from '#ui/qr-code.tsx';
import { Sum } from '#ui/sum.tsx';
import { findTeamOf, type SeatedTeam } from '#team/service.ts';
import { pollOrder } from '../poll-payments.ts';
import { askableOf } from '../preview-refund.ts';
import { wordsIn } from '../words.ts';
import { reduction, StateBadge, yuan } from './parts.tsx';
import { Held } from './held.tsx';
import { RefundNotices } from './refund-notices.tsx';
import { PayBy } from './pay-by.tsx';
import { TransferHelp } from './transfer.tsx';
import { waysToPay, type Way, type Ways } from './ways.ts';

const waitSec = 3;

/** One order: what it is about, how it stands, and what can be done. Coming from the cashier, it waits for the result. */
export const orderRoute: Route = pageRoute({
  path: '/orders/:id',
  may: readOrder,
  params: OrderId,
  query: z.object({
    from: z.enum(['cashier', 'silence']).optional().catch(undefined),
    via: z.string().max(32).optional().catch(undefined),
  }),
  run: async (ctx, { params, query }) => {
    const order = await settled(ctx, params.id, query.from === 'cashier');
    const [refunds, discounts, askable, given, team] = await readAround(ctx, order);
    const ways = await waysToPay(ctx, order, query.via);
    const isBack = query.from === 'cashier';
    const isWaiting = order.state === 'pending' && isBack;
    const isMoving =
      isWaiting || ways.way !== undefined || isEnding(team) || (order.refunding > 0 && isBack);
    return show({
      title: wordsIn(ctx.locale)('order', { number: order.number }),
      isHidden: true,
      ...(isMoving ? { waitsFor: { topic: `order:${order.id}`, everySec: waitSec } } : {}),
      body: (
        <OrderView
          {...{ ctx, order, refunds, discounts, askable, given, isWaiting, team, ...ways }}
          isSilent={query.from === 'silence'}
        />
      ),
    });
  },
});

/** What was taken off and given back, what can be asked back, and the membership or the team that it stands for. */
function readAround(ctx: Ctx, order: OrderRow) {
  return Promise.all([
    listRefundsOfOrder(ctx, order.id),
    order.total < order.listPrice ? listDiscounts(ctx.db, order.id) : [],
    askableOf(ctx, order),
    order.kind === 'plan' ? findGiven(ctx.db, { kind: 'order', id: order.id }) : undefined,
    order.state === 'held' ? findTeamOf(ctx, order.id) : undefined,
  ]);
}

/** A team that ended: what follows is a moment away. */
function isEnding(team: SeatedTeam | undefined): boolean {
  return team !== undefined && team.state !== 'open';
}

/** The order as it is after the gateway was asked, when its buyer comes from there. */
async function settled(ctx: Ctx, id: string, isBack: boolean): Promise<OrderRow> {
  const order = await getOrder(ctx, id);
  if (order.state !== 'pending' || !isBack) return order;
  await pollOrder(ctx, id);
  return getOrder(ctx, id);
}

interface OrderProps extends Ways {
  readonly ctx: Ctx;
  readonly order: OrderRow;
  readonly refunds: readonly Refund[];
  readonly discounts: readonly OrderDiscount[];
  /** What can be asked back. */
  readonly askable: number;
  /** The membership that it gave. */
  readonly given: Given | undefined;
  readonly isWaiting: boolean;
  readonly isSilent: boolean;
  /** The team that it is in, while it is held. */
  readonly team: SeatedTeam | undefined;
}

function OrderView(props: OrderProps): ReactNode {
  const { ctx, order, refunds, discounts, isSilent } = props;
  const { locale } = ctx;
  const t = wordsIn(locale);
  return (
    <div className="wrap-narrow page-body stack">
      <Breadcrumb
        locale={locale}
        items={[{ label: t('orders'), href: localePath(locale, '/orders') }]}
      />
      <div className="cluster cluster-apart">
        <h1>{order.title}</h1>
        <StateBadge order={order} locale={locale} />
      </div>
      {isSilent && order.state === 'pending' && (
        <Notice tone="warning" live>
          {t('unavailable')}
        </Notice>
      )}
      <Standing {...props} />
      <RefundNotices ctx={ctx} refunds={refunds} />
      {discounts.length > 0 && <Cheaper {...{ ctx, order, discounts }} />}
      <Facts ctx={ctx} order={order} />
    </div>
  );
}

/** What is true now and what comes next. */
function Standing(props: OrderProps): ReactNode {
  const { ctx, order, askable, given, team } = props;
  if (order.state === 'pending') return <ToPay {...props} />;
  if (order.state === 'closed') return <Closed ctx={ctx} order={order} />;
  if (order.state === 'held') return <Held ctx={ctx} order={order} team={team} />;
  const isWhole = order.total > 0 && order.refunded + order.refunding === order.total;
  const hasEnded = props.refunds.some(({ takesBack, state }) => takesBack && state !== 'failed');
  const isGone = isWhole || hasEnded || (given && given.revokedAt !== null);
  const wasHeld = props.refunds.some(({ cause }) => cause === 'team');
  if (isGone) return <Gone ctx={ctx} order={order} wasHeld={wasHeld} />;
  return <Paid {...{ ctx, order, askable, given }} />;
}

interface Stood {
  readonly ctx: Ctx;
  readonly order: OrderRow;
}

type ToPayProps = Pick<OrderProps, 'ctx' | 'order' | 'gateways' | 'way' | 'transfer' | 'isWaiting'>;

function ToPay({ ctx, order, gateways, way, transfer, isWaiting }: ToPayProps): ReactNode {
  const { locale } = ctx;
  const t = wordsIn(locale);
  const here = localePath(locale, `/orders/${order.id}`);
  return (
    <>
      {transfer ? (
        <TransferHelp {...{ locale, order }} account={transfer} />
      ) : (
        <Notice
          tone={isWaiting ? 'info' : 'warning'}
          title={t(isWaiting ? 'waiting' : 'toPay', { until: formatInstant(order.expiresAt) })}
          live={isWaiting}
        >
          <p>{t(isWaiting ? 'waitingText' : 'toPayText')}</p>
        </Notice>
      )}
      {way && <Elsewhere locale={locale} way={way} />}
      {ctx.now < order.expiresAt && (
        <Form locale={locale} action={`${here}/pay`}>
          <PayBy locale={locale} gateways={gateways} />
          <Button variant={way || transfer ? 'quiet' : 'primary'}>
            {t('pay', { total: yuan(order.total) })}
          </Button>
        </Form>
      )}
      <div className="cluster">
        {isWaiting && <LinkButton href={`${here}?from=cashier`}>{t('reload')}</LinkButton>}
        <Form locale={locale} action={`${here}/cancel`}>
          <Button variant="quiet">{t('cancel')}</Button>
        </Form>
      </div>
    </>
  );
}

function Elsewhere({ locale, way }: { readonly locale: Locale; readonly way: Way }): ReactNode {
  const t = wordsIn(locale);
  const gateway = sayGateway(way.gateway, locale);
  // An address of an app's own is for its scanner.
  if (!/^https?:/.test(way.payUrl))
    return (
      <figure className="stack">
        <QrCode text={way.payUrl} label={t('scan', { gateway })} />
        <figcaption>{t('scan', { gateway })}</figcaption>
      </figure>
    );
  return (
    <>
      <p>{t('goPayText', { gateway })}</p>
      <div className="cluster">
        <LinkButton variant="primary" href={way.payUrl}>
          {t('goPay', { gateway })}
        </LinkButton>
      </div>
    </>
  );
}

function Closed({ ctx, order }: Stood): ReactNode {
  const t = wordsIn(ctx.locale);
  return (
    <>
      <Notice title={t('closedTitle')}>
        <p>{t(order.kind === 'work' ? 'closedText' : 'closedMember')}</p>
      </Notice>
      <div className="cluster">
        <LinkButton href={localePath(ctx.locale, placeOf(order))}>{t('again')}</LinkButton>
      </div>
    </>
  );
}

/** Where what was bought is sold. */
function placeOf({ workSlug }: OrderRow): string {
  return workSlug ? `/courses/${workSlug}` : '/membership';
}

function Paid({
  ctx,
  order,
  askable,
  given,
}: Stood & Pick<OrderProps, 'askable' | 'given'>): ReactNode {
  const { locale } = ctx;
  const t = wordsIn(locale);
  const isAskable = askable > 0;
  const { workSlug } = order;
  return (
    <>
      <Notice tone="success">{t(workSlug ? 'thanks' : 'thanksMember')}</Notice>
      {given?.endsAt && (
        <p>
          {t('memberFromTo', {
            from: formatInstant(given.startsAt),
            to: formatInstant(given.endsAt),
          })}
        </p>
      )}
      <div className="cluster">
        <LinkButton
          variant="primary"
          href={localePath(locale, workSlug ? `/learn/${workSlug}` : '/account/membership')}
        >
          {t(workSlug ? 'learn' : 'toMembership')}
        </LinkButton>
        {isAskable && (
          <LinkButton variant="quiet" href={localePath(locale, `/orders/${order.id}/refund`)}>
            {t('refundTitle')}
          </LinkButton>
        )}
      </div>
      {isAskable && order.refundUntil && (
        <Meta items={[t('refundUntil', { until: formatInstant(order.refundUntil) })]} />
      )}
    </>
  );
}

function goneText({ workSlug }: OrderRow, wasHeld: boolean) {
  if (wasHeld) return 'teamReturnedText';
  return workSlug ? 'refundedText' : 'memberGone';
}

/** All of the money is back, or on its way: what that means, and a way on. */
function Gone({ ctx, order, wasHeld }: Stood & { readonly wasHeld: boolean }): ReactNode {
  const t = wordsIn(ctx.locale);
  return (
    <>
      {order.state === 'refunded' && (
        <Notice
          tone="info"
          title={t(wasHeld ? 'teamReturned' : 'refundedTitle', { amount: yuan(order.refunded) })}
        >
          <p>{t(goneText(order, wasHeld), { title: order.title })}</p>
        </Notice>
      )}
      {order.state !== 'refunded' && !wasHeld && (
        <Notice>{t(goneText(order, false), { title: order.title })}</Notice>
      )}
      <div className="cluster">
        <LinkButton href={localePath(ctx.locale, placeOf(order))}>
          {t(order.workSlug ? 'toCourse' : 'toTiers')}
        </LinkButton>
      </div>
    </>
  );
}

/** What was taken off, as it was promised when the order was placed. */
function Cheaper({
  ctx,
  order,
  discounts,
}: Stood & { readonly discounts: readonly OrderDiscount[] }): ReactNode {
  const { locale } = ctx;
  const t = wordsIn(locale);
  const lines = discounts.map((taken) => reduction(taken.sourceId, taken, locale));
  return (
    <Sum
      framed
      lines={[{ id: 'list', label: t('listPrice'), amount: yuan(order.listPrice) }, ...lines]}
      total={{ label: t('total'), amount: yuan(order.total) }}
    />
  );
}

function Facts({ ctx, order }: Stood): ReactNode {
  const t = wordsIn(ctx.locale);
  const facts = [
    `${t('number')} ${order.number}`,
    `${t('total')} ${yuan(order.total)}`,
    `${t('placedAt')} ${formatInstant(order.createdAt)}`,
    ...(order.paidAt ? [`${t('paidAt')} ${formatInstant(order.paidAt)}`] : []),
    ...(order.refunded > 0 ? [`${t('refunded')} ${yuan(order.refunded)}`] : []),
  ];
  return <Meta items={facts} />;
}
