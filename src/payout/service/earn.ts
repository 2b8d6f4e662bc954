import assert from 'node:assert/strict';
import { money, type Money } from '#kernel/money.ts';
import { lockBalances, posting, postTransaction } from '#ledger/service.ts';
import {
  availableAccount,
  commissionAccount,
  debtAccount,
  gatewayAccount,
  gatewayFeeAccount,
  lostFeeAccount,
  membershipAccount,
  pendingAccount,
  type AccountCode,
  type Movement,
} from '#ledger/types.ts';
import type { Ctx } from '#platform/ctx.ts';
import { inTransaction, type Tx } from '#platform/db.ts';
import { oneByOne } from '#platform/one-by-one.ts';
import { publish } from '#platform/outbox.ts';
import type { Write } from '#platform/together.ts';
import '../events.ts';
import {
  areSharesPaid,
  credit,
  feeReturned,
  splitFee,
  splitRefund,
  splitSale,
  takeBack,
} from '../rules.ts';
import {
  lockEarnings,
  lockShares,
  markReleased,
  markShareReleased,
  newEarning,
  newShare,
  reverseEarning,
  reverseShare,
  selectDueEarnings,
  selectDueShares,
  type ShareKey,
} from '../store/earning.ts';
import type { Earning, EarningShare, LineReturn, Payee, Sale, SoldLine, Split } from '../types.ts';

/**
 * Writes that share a sale whose money is in, line by line: what promoters were promised, the gateway's fee, the house's part, and each
 * creator's; what is promoters' and creators' is held. Each changes one row.
 */
export function sharing(sale: Sale, now: Date): Write[] {
  const fees = splitFee(
    sale.fee,
    sale.lines.map(({ gross }) => gross),
  );
  const shared = sale.lines.map((line, at) => shareLine(line, fees[at]!));
  const from = gatewayAccount(sale.gateway);
  const posted = posting({
    key: sale.key,
    kind: 'sale',
    subjectId: sale.orderId,
    at: now,
    movements: summed(
      shared.flatMap(({ line, split }) => [
        { source: from, destination: gatewayFeeAccount(sale.gateway), amount: split.fee },
        { source: from, destination: houseAccount(line), amount: split.commission },
        ...line.shares.map(({ promoterId }, at) => ({
          source: from,
          destination: pendingAccount(promoterId, 'promoter'),
          amount: split.shares[at]!,
        })),
        ...(line.creatorId === null
          ? []
          : [{ source: from, destination: pendingAccount(line.creatorId), amount: split.creator }]),
      ]),
    ),
  });
  return [...shared.flatMap(({ line, split }) => earningOf(sale, line, split, now)), ...posted];
}

interface Shared {
  readonly line: SoldLine;
  readonly split: Split;
}

function shareLine(line: SoldLine, fee: Money): Shared {
  const bps = line.shares.map((share) => share.bps);
  const shares = areSharesPaid(line.gross, fee, bps) ? line.shares : [];
  const shareBps = shares.map((share) => share.bps);
  const split = splitSale(line.gross, fee, line.commissionBps, shareBps);
  return { line: { ...line, shares }, split };
}

function earningOf(sale: Sale, line: SoldLine, split: Split, now: Date): Write[] {
  const { orderLineId, shares } = line;
  return [
    newEarning(sale, line, split, now),
    ...shares.map((share, at) => newShare(orderLineId, share, split.shares[at]!, sale.earnedAt)),
  ];
}

const houseAccount = ({ creatorId }: Pick<Earning, 'creatorId'>) =>
  creatorId === null ? membershipAccount : commissionAccount;

/** The same movements, those between the same two accounts as one. */
function summed(movements: readonly Movement[]): Movement[] {
  const between = Map.groupBy(movements, ({ source, destination }) => `${source} ${destination}`);
  return [...between.values()].map((same) => ({
    ...same[0]!,
    amount: money(same.reduce((sum, { amount }) => sum + amount, 0)),
  }));
}

interface RefundedOrder {
  readonly id: string;
  readonly orderId: string;
  readonly amount: Money;
  readonly lines: readonly LineReturn[];
}

/**
 * Takes back from everybody what they got of these lines, which left the gateway by `refund`. What a creator does not have
 * any more is owed. The caller holds the order's row.
 */
export async function reverseSale(tx: Tx, refund: RefundedOrder, now: Date): Promise<void> {
  const earnings = await lockEarnings(tx, refund.orderId);
  const shares = await sharesOfLines(tx, earnings);
  const paid = refund.lines.filter(({ amount }) => amount > 0);
  const back = paid.map(({ lineId, amount }) => {
    const earning = earnings.find(({ orderLineId }) => orderLineId === lineId);
    assert(earning, `order ${refund.orderId} has no earning of ${lineId} to reverse`);
    const own = shares.get(lineId) ?? [];
    const sold = { ...earning, shareBps: own.map(({ bps }) => bps) };
    return { earning, shares: own, amount, parts: splitRefund(sold, earning.refunded, amount) };
  });
  for (const { earning, shares: own, amount, parts } of back) {
    const reversal = { refundId: refund.id, gross: amount, split: parts, recordedAt: now };
    await reverseEarning(tx, earning, reversal);
    for (const [at, share] of own.entries()) await reverseShare(tx, share, parts.shares[at]!);
  }

  const first = earnings[0]!;
  const to = gatewayAccount(first.gateway);
  const fee = feeBearer(first);
  const ofLines = back.reduce((sum, { parts }) => sum + parts.fee, 0);
  const rounding = (feeReturned(earnings, refund.amount) ?? ofLines) - ofLines;
  await postTransaction(tx, {
    key: `refund:${refund.id}`,
    kind: 'refund',
    subjectId: refund.orderId,
    at: now,
    movements: summed([
      ...back.flatMap(({ earning, parts }) => [
        { source: fee, destination: to, amount: parts.fee },
        { source: houseAccount(earning), destination: to, amount: parts.commission },
      ]),
      { source: fee, destination: commissionAccount, amount: money(Math.max(0, rounding)) },
      { source: commissionAccount, destination: fee, amount: money(Math.max(0, -rounding)) },
      ...(await takenFromPayees(tx, back.flatMap(claimsOn), to)),
    ]),
  });
}

/** Who gives the fee of a refund back: the gateway, or the house for one that keeps it. */
const feeBearer = ({ gateway, feeBps }: Earning) =>
  feeBps === null ? lostFeeAccount : gatewayFeeAccount(gateway);

/** What promoters have of lines of which they have anything, by line. */
async function sharesOfLines(
  tx: Tx,
  earnings: readonly Earning[],
): Promise<Map<string, EarningShare[]>> {
  const lineIds = earnings
    .filter(({ promotion }) => promotion > 0)
    .map(({ orderLineId }) => orderLineId);
  if (lineIds.length === 0) return new Map();
  return Map.groupBy(await lockShares(tx, lineIds), ({ orderLineId }) => orderLineId);
}

interface Returned {
  readonly earning: Earning;
  readonly shares: readonly EarningShare[];
  readonly parts: Split;
}

/** What is taken back from somebody: of what is held, or of what is theirs by now. */
interface Claim {
  readonly payee: Payee;
  readonly isReleased: boolean;
  readonly amount: Money;
}

function claimsOn({ earning, shares, parts }: Returned): Claim[] {
  const { creatorId, releasedAt } = earning;
  const ofShares = shares.map(({ promoterId, releasedAt: at }, level) => ({
    payee: { kind: 'promoter', id: promoterId } as const,
    isReleased: at !== null,
    amount: parts.shares[level]!,
  }));
  if (creatorId === null) return ofShares;
  const payee = { kind: 'creator', id: creatorId } as const;
  return [...ofShares, { payee, isReleased: releasedAt !== null, amount: parts.creator }];
}

const nameOf = ({ kind, id }: Payee) => `${kind}:${id}`;

/** What each gives back: of what is held, or of what is theirs by now and the rest owed, under the locks that know it. */
async function takenFromPayees(
  tx: Tx,
  claims: readonly Claim[],
  destination: AccountCode,
): Promise<Movement[]> {
  const held = claims
    .filter(({ isReleased }) => !isReleased)
    .map(({ payee: { kind, id }, amount }) => ({
      source: pendingAccount(id, kind),
      destination,
      amount,
    }));
  const free = [
    ...Map.groupBy(
      claims.filter(({ isReleased }) => isReleased),
      ({ payee }) => nameOf(payee),
    ).values(),
  ].map((same) => ({
    ...accountsOf(same[0]!.payee),
    owed: money(same.reduce((sum, { amount }) => sum + amount, 0)),
  }));
  if (free.length === 0) return held;
  const balanceOf = await lockBalances(
    tx,
    free.flatMap(({ available, debt }) => [available, debt]),
  );
  const released = free.flatMap(({ available, debt, owed }) => {
    const { fromAvailable, fromDebt } = takeBack(owed, balanceOf(available));
    return [
      { source: available, destination, amount: fromAvailable },
      { source: debt, destination, amount: fromDebt },
    ];
  });
  return [...held, ...released];
}

const accountsOf = ({ kind, id }: Payee) => ({
  available: availableAccount(id, kind),
  debt: debtAccount(id, kind),
});

/** Movements that bring `amount` from `source` to a creator or promoter: what they owe first, under the lock that knows it. */
export async function creditMovements(
  tx: Tx,
  payee: Payee,
  source: AccountCode,
  amount: Money,
): Promise<Movement[]> {
  const { available, debt } = accountsOf(payee);
  const balanceOf = await lockBalances(tx, [available, debt]);
  const { toDebt, toAvailable } = credit(amount, balanceOf(debt));
  return [
    { source, destination: debt, amount: toDebt },
    { source, destination: available, amount: toAvailable },
  ];
}

const releaseBatch = 500;

/** Releases every earning, and every promoter's share, whose time has come. Answers how many. */
export async function releaseEarnings(ctx: Ctx): Promise<number> {
  const earnings = await releaseAll(
    ctx,
    () => selectDueEarnings(ctx.db, ctx.now, releaseBatch),
    (id) => releaseEarning(ctx, id),
  );
  const shares = await releaseAll(
    ctx,
    () => selectDueShares(ctx.db, ctx.now, releaseBatch),
    (key) => releaseShare(ctx, key),
  );
  return earnings + shares;
}

async function releaseAll<Key>(
  ctx: Ctx,
  select: () => Promise<readonly Key[]>,
  release: (key: Key) => Promise<void>,
): Promise<number> {
  for (let released = 0; ;) {
    const due = await select();
    const done = await oneByOne(ctx, due, 'releasing an earning', release);
    released += done;
    if (due.length < releaseBatch || done === 0) return released;
  }
}

/** Releases one earning; nothing when its time has not come or another was faster. */
async function releaseEarning(ctx: Ctx, orderLineId: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const earning = await markReleased(tx, orderLineId, ctx.now);
    if (!earning) return;
    const { creatorId } = earning;
    assert(creatorId, `earning ${orderLineId} is the house's and waits for nothing`);
    const payee = { kind: 'creator', id: creatorId } as const;
    await postRelease(tx, ctx, { key: `release:${orderLineId}`, payee, ...earning });
    await publish(tx, 'earning.released', { orderLineId, creatorId });
  });
}

/** The same of a promoter's share. */
async function releaseShare(ctx: Ctx, key: ShareKey): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const share = await markShareReleased(tx, key, ctx.now);
    if (!share) return;
    const payee = { kind: 'promoter', id: share.promoterId } as const;
    const name = `release:${share.orderLineId}:${share.level}`;
    await postRelease(tx, ctx, { key: name, payee, ...share });
  });
}

interface Released {
  readonly key: string;
  readonly payee: Payee;
  readonly orderId: string;
  readonly amount: Money;
  readonly reversed: Money;
}

/** What is left of it becomes free, after what is owed. */
async function postRelease(tx: Tx, { now }: Ctx, released: Released): Promise<void> {
  const { key, payee, orderId } = released;
  const amount = money(released.amount - released.reversed);
  if (amount === 0) return;
  const source = pendingAccount(payee.id, payee.kind);
  const movements = await creditMovements(tx, payee, source, amount);
  await postTransaction(tx, { key, kind: 'release', subjectId: orderId, at: now, movements });
}
