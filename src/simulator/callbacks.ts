import type { Book } from './book.ts';
import type { PlannedNotice } from './entries.ts';
import { type Announce, markOf, stamp } from './desk.ts';
import type { Faults } from './faults.ts';
import type { Posted } from './forge.ts';

/** Posts a notice to the merchant. */
export type Deliver = (url: string, init: RequestInit) => Promise<Response>;

/** How a provider speaks to its merchants. */
export interface Tongue {
  /** Tells its numbers from those of another book. */
  readonly secret: string;
  /** Seconds after each delivery that was not heard. */
  readonly retrySec: readonly number[];
  /** The notice, signed anew for each delivery: an old time would be refused. */
  readonly spell: (notice: PlannedNotice) => Posted;
  /** Whether an answer says that the notice was understood. */
  readonly isHeard: (response: Response) => Promise<boolean>;
}

export interface CallbackOptions {
  readonly book: Book;
  readonly tongue: Tongue;
  readonly faults: Faults;
  readonly now: () => Date;
  readonly deliver: Deliver;
  /** 1 keeps the provider's retry schedule; 0.001 makes 24 hours one and a half minutes. */
  readonly retryScale: number;
  /** How many notices are on their way at once. */
  readonly parallel: number;
}

/** Sends notices when they are due. It owns no timer: whoever owns the time calls `deliverDue`. */
export interface Callbacks {
  readonly announce: Announce;
  /** Sends everything due by `now`, in order, `parallel` at a time; returns how many were sent. */
  readonly deliverDue: (now: Date) => Promise<number>;
  readonly nextDueAt: () => Date | undefined;
  /** Promises every notice of the past once more. */
  readonly replayAll: () => void;
  /** Sends a lie of that name. */
  readonly forge: (name: string, spell: () => Posted, notifyUrl: string) => void;
  /** What became of the lies. `accepted` must stay empty. */
  readonly forged: { sent: number; readonly accepted: string[] };
}

interface Item {
  readonly notifyUrl: string;
  readonly dueMs: number;
  readonly place: number;
  readonly attempt: number;
  readonly load:
    | { readonly kind: 'notice'; readonly notice: PlannedNotice; readonly isCopy: boolean }
    | { readonly kind: 'lie'; readonly name: string; readonly spell: () => Posted };
}

export function openCallbacks(options: CallbackOptions): Callbacks {
  const { book, faults, now } = options;
  const mark = markOf(options.tongue.secret);
  const queue: Item[] = [];
  const forged = { sent: 0, accepted: [] as string[] };
  const places = { next: 0 };
  const post = (item: Omit<Item, 'place'>): void => {
    queue.push({ ...item, place: (places.next += 1) });
  };
  const enqueue = (notice: PlannedNotice, isCopy: boolean, dueMs: number): void =>
    post({
      notifyUrl: notice.notifyUrl,
      dueMs,
      attempt: 0,
      load: { kind: 'notice', notice, isCopy },
    });
  // What was promised before a restart is still owed, from the first attempt on.
  for (const notice of book.pendingNotices.values())
    enqueue(notice, false, Date.parse(notice.dueAt));

  const plan = (notice: PlannedNotice): void => {
    book.append({ kind: 'notice_planned', notice });
    enqueue(notice, false, Date.parse(notice.dueAt));
  };
  const announce: Announce = (about, ref, notifyUrl, mischief = {}) => {
    if (mischief.lose === true || faults.strikes('callbackLost')) return;
    const delaySec = delayOf(faults, mischief.delay === true);
    const id = `EV-${stamp(now()).slice(0, 10)}-${mark}-${book.length()}`;
    const times = { madeAt: stamp(now()), dueAt: stamp(now(), delaySec) };
    const notice = { id, about, ref, notifyUrl, ...times };
    plan(notice);
    if (!faults.strikes('callbackDuplicated')) return;
    for (let copies = faults.between(1, 3); copies > 0; copies -= 1) {
      enqueue(notice, true, Date.parse(notice.dueAt) + faults.between(0, 120) * 1000);
    }
  };
  const forge: Callbacks['forge'] = (name, spell, notifyUrl) => {
    const load = { kind: 'lie', name, spell } as const;
    post({ notifyUrl, dueMs: now().getTime(), attempt: 0, load });
  };
  return {
    announce,
    forge,
    forged,
    nextDueAt: () => {
      const first = queue.reduce((least, item) => Math.min(least, item.dueMs), Infinity);
      return first === Infinity ? undefined : new Date(first);
    },
    replayAll: () => {
      for (const notice of pastNotices(book, now())) enqueue(notice, true, now().getTime());
    },
    deliverDue: (until) => deliverDue(options, { queue, post, forged }, until),
  };
}

function delayOf(faults: Faults, isDelayed: boolean): number {
  if (isDelayed) return 60;
  if (faults.strikes('callbackLate')) return faults.between(60, 3600);
  return faults.strikes('callbackReordered') ? faults.between(1, 60) : 0;
}

interface Round {
  readonly queue: Item[];
  readonly post: (item: Omit<Item, 'place'>) => void;
  readonly forged: Callbacks['forged'];
}

async function deliverDue(options: CallbackOptions, round: Round, until: Date): Promise<number> {
  const messengers = Array.from({ length: options.parallel }, () =>
    deliverInTurn(options, round, until),
  );
  const sent = await Promise.all(messengers);
  return sent.reduce((sum, count) => sum + count, 0);
}

async function deliverInTurn(options: CallbackOptions, round: Round, until: Date): Promise<number> {
  let sent = 0;
  for (;;) {
    const item = takeFirstDue(round.queue, until.getTime());
    if (!item) return sent;
    const isHeard = await send(options, item);
    sent += 1;
    if (item.load.kind === 'lie') {
      round.forged.sent += 1;
      if (isHeard) round.forged.accepted.push(`${item.load.name} for ${item.notifyUrl}`);
    } else if (!item.load.isCopy) {
      followUp(options, round, { ...item, load: item.load }, isHeard);
    }
  }
}

function takeFirstDue(queue: Item[], untilMs: number): Item | undefined {
  let first = -1;
  for (const [index, item] of queue.entries()) {
    const best = queue[first];
    if (item.dueMs > untilMs) continue;
    const isEarlier =
      !best || item.dueMs < best.dueMs || (item.dueMs === best.dueMs && item.place < best.place);
    if (isEarlier) first = index;
  }
  return first < 0 ? undefined : queue.splice(first, 1)[0];
}

type NoticeItem = Item & { readonly load: { readonly kind: 'notice' } & Item['load'] };

function followUp(
  options: CallbackOptions,
  round: Round,
  item: NoticeItem,
  isHeard: boolean,
): void {
  const { id } = item.load.notice;
  const waitSec = options.tongue.retrySec[item.attempt];
  if (isHeard || waitSec === undefined) {
    options.book.append({ kind: 'notice_ended', id, heard: isHeard });
    return;
  }
  const dueMs = options.now().getTime() + waitSec * 1000 * options.retryScale;
  round.post({ ...item, attempt: item.attempt + 1, dueMs });
}

/** Whether the merchant said within five seconds that it has understood. */
async function send(options: CallbackOptions, item: Item): Promise<boolean> {
  const { load } = item;
  const { headers, body } = load.kind === 'lie' ? load.spell() : options.tongue.spell(load.notice);
  const signal = AbortSignal.timeout(5_000);
  const init: RequestInit = {
    method: 'POST',
    headers,
    body: new Uint8Array(body),
    redirect: 'manual',
    signal,
  };
  try {
    const response = await options.deliver(item.notifyUrl, init);
    return await options.tongue.isHeard(response);
  } catch {
    return false; // Not reached, hung up or too slow: to a provider these are one, and it tries again.
  }
}

function pastNotices(book: Book, now: Date): PlannedNotice[] {
  const at = stamp(now);
  const recall = (about: PlannedNotice['about'], ref: string, notifyUrl: string): PlannedNotice => {
    const id = `EV-REPLAY-${about}-${ref}`.slice(0, 64);
    return { id, about, ref, notifyUrl, madeAt: at, dueAt: at };
  };
  const urlOf = (outTradeNo: string): string => book.payments.get(outTradeNo)?.notifyUrl ?? '';
  const refunds = [...book.refunds.values()].filter((it) => it.state !== 'processing');
  const transfers = [...book.transfers.values()].filter((it) => it.state !== 'processing');
  return [
    ...book.charges.values().map((it) => recall('payment', it.transactionId, urlOf(it.outTradeNo))),
    ...refunds.map((it) => recall('refund', it.outRefundNo, it.notifyUrl)),
    ...transfers.map((it) => recall('transfer', it.outBillNo, it.notifyUrl)),
  ];
}
