import type { ReactNode } from 'react';
import { z } from 'zod';
import { findCaseOf } from '#aftersale/service.ts';
import type { RefundCase } from '#aftersale/types.ts';
import { listGiven } from '#entitlement/service/term.ts';
import type { Stretch } from '#entitlement/types.ts';
import { localePath, type Locale } from '#kernel/locale.ts';
import { money } from '#kernel/money.ts';
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
import { Sum, type SumLine } from '#ui/sum.tsx';
import { findTeamOf, type SeatedTeam } from '#team/service.ts';
import { pollOrder } from '../poll-payments.ts';
import { askablesOf } from '../preview-refund.ts';
import { wordsIn } from '../words.ts';
import { Bought, Gone, isPlan, placeOf, Terms, type Stood } from './bought.tsx';
import { Papers, reduction, StateBadge, yuan } from './parts.tsx';
import { Held } from './held.tsx';
import { CaseNotice, isWaiting } from './refund-case.tsx';
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
    const [refunds, discounts, askables, given, team, found, terms] = await readAround(ctx, order);
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
          {...{
            ctx,
            order,
            refunds,
            discounts,
            askables,
            given,
            isWaiting,
            team,
            found,
            terms,
            ...ways,
          }}
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
    askablesOf(ctx, order),
    isPlan(order) ? findGiven(ctx.db, { kind: 'order', id: order.id }) : undefined,
    order.state === 'held' ? findTeamOf(ctx, order.id) : undefined,
    order.paidAt ? findCaseOf(ctx, order.id) : undefined,
    listGiven(ctx.db, order.lines.flatMap(forDays)),
  ]);
}

/** A line that sells a work for a number of days. */
function forDays({ id, workId, accessDays }: OrderRow['lines'][number]) {
  return workId && accessDays !== null ? [{ id, workId }] : [];
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
  /** What can be asked back of each line. */
  readonly askables: ReadonlyMap<string, number>;
  /** The membership that it gave. */
  readonly given: Given | undefined;
  /** From when until when lines gave their works for days. */
  readonly terms: ReadonlyMap<string, Stretch>;
  readonly isWaiting: boolean;
  readonly isSilent: boolean;
  /** What its buyer last asked of the staff. */
  readonly found: RefundCase | undefined;
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
      <CaseNotice ctx={ctx} orderId={order.id} found={props.found} />
      <RefundNotices ctx={ctx} refunds={refunds} />
      {(discounts.length > 0 || order.lines.length > 1) && (
        <Cheaper {...{ ctx, order, discounts }} />
      )}
      <Terms locale={locale} order={order} terms={props.terms} />
      <Facts ctx={ctx} order={order} />
      {order.total > 0 && order.refundUntil && <Papers locale={locale} orderId={order.id} />}
    </div>
  );
}

/** What is true now and what comes next. */
function Standing(props: OrderProps): ReactNode {
  const { ctx, order, askables, given, team } = props;
  if (order.state === 'pending') return <ToPay {...props} />;
  if (order.state === 'closed') return <Closed ctx={ctx} order={order} />;
  if (order.state === 'held') return <Held ctx={ctx} order={order} team={team} />;
  const ended = endedLines(props.refunds);
  const isWhole = order.total > 0 && order.refunded + order.refunding === order.total;
  const hasEnded = order.lines.every(({ id }) => ended.has(id));
  const isGone = isWhole || hasEnded || (given && given.revokedAt !== null);
  const wasHeld = props.refunds.some(({ cause }) => cause === 'team');
  if (isGone) return <Gone ctx={ctx} order={order} wasHeld={wasHeld} />;
  return <Bought {...{ ctx, order, askables, given, ended }} isAsked={isWaiting(props.found)} />;
}

/** The lines whose right of use a refund ended. */
function endedLines(refunds: readonly Refund[]): ReadonlySet<string> {
  const standing = refunds.filter(({ state }) => state !== 'failed');
  const lines = standing.flatMap((refund) => refund.lines);
  return new Set(lines.filter(({ takesBack }) => takesBack).map(({ lineId }) => lineId));
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
        <p>{t(isPlan(order) ? 'closedMember' : 'closedText')}</p>
      </Notice>
      <div className="cluster">
        <LinkButton href={localePath(ctx.locale, placeOf(order))}>{t('again')}</LinkButton>
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
  const lines = together(discounts).map((taken) => reduction(taken.sourceId, taken, locale));
  return (
    <Sum
      framed
      lines={[...listLines(order, t('listPrice')), ...lines]}
      total={{ label: t('total'), amount: yuan(order.total) }}
    />
  );
}

/** What the lines would have cost: of one line alone without its name. */
function listLines({ lines }: OrderRow, label: string): SumLine[] {
  return lines.map(({ id, title, listPrice }) => ({
    id,
    label: lines.length > 1 ? title : label,
    amount: yuan(listPrice),
  }));
}

/** What was taken off all lines, each discount once. */
function together(discounts: readonly OrderDiscount[]): OrderDiscount[] {
  const bySource = Map.groupBy(discounts, ({ sourceId }) => sourceId);
  return [...bySource.values()].map((same) => ({
    ...same[0]!,
    amount: money(same.reduce((sum, { amount }) => sum + amount, 0)),
  }));
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
