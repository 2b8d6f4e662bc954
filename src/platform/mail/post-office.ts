import { newId } from '#kernel/id.ts';
import type { Ctx } from '../ctx.ts';
import type { Db } from '../db.ts';
import { on, publish, type Reaction } from '../outbox.ts';
import type { Sweep } from '../jobs.ts';
import {
  forgetCodes,
  NotNow,
  outboxMessenger,
  type Channel,
  type Message,
  type Messenger,
  type Way,
} from '../mail.ts';
import { seal, unseal } from '../seal.ts';

declare module '../outbox.ts' {
  interface Events {
    /** A message waits to leave the house. */
    'message.posted': { readonly messageId: string };
  }
}

/** A message on its way; `id` is the same at every try. */
export type Outgoing = Omit<Message, 'endsAt'> & { readonly id: string };

/** The other side took a message, or will never take it. */
export type Carried = 'taken' | { readonly refused: string };

/** Brings messages of one channel to whoever delivers them. */
export interface Carrier {
  /** @throws NotNow when another try later may succeed */
  carry(message: Outgoing): Promise<Carried>;
}

export interface PostOptions {
  readonly carriers: Readonly<Partial<Record<Channel, Carrier>>>;
  /** Whether messages without a carrier are kept for /dev/outbox. */
  readonly isKeeping: boolean;
  readonly secret: Buffer;
}

const purpose = 'messages';

/** Sends what has a carrier: written down sealed with the fact, carried by a job after its commit, then forgotten. */
export function openPostOffice({ carriers, isKeeping, secret }: PostOptions): Messenger {
  const wayOf = (channel: Channel): Way => {
    if (carriers[channel]) return 'sent';
    return isKeeping ? 'kept' : 'none';
  };
  const ways = { email: wayOf('email'), sms: wayOf('sms') };
  return {
    ways,
    send: async (tx, message, at) => {
      const way = ways[message.channel];
      if (way === 'kept') return outboxMessenger.send(tx, message, at);
      if (way === 'none') return;
      const { endsAt = null, ...rest } = message;
      const id = newId(at);
      const { channel, address, subject } = rest;
      const sealed = seal(secret, { purpose, id }, Buffer.from(JSON.stringify({ id, ...rest })));
      const row = { id, channel, address, subject, sealed, state: 'waiting' as const, endsAt };
      await tx
        .insertInto('sentMessage')
        .values({ ...row, sentAt: at })
        .execute();
      await publish(tx, 'message.posted', { messageId: id });
    },
    deliver: async (ctx, messageId) => {
      const waiting = await findWaiting(ctx.db, messageId);
      if (!waiting) return;
      if (waiting.endsAt && waiting.endsAt <= ctx.now)
        return settle(ctx, messageId, { state: 'ended' });
      const carrier = carriers[waiting.channel];
      if (!carrier) throw new NotNow(`nobody carries messages by ${waiting.channel} any more`);

      const text = unseal(secret, { purpose, id: messageId }, waiting.sealed).toString();
      const carried = await carrier.carry(JSON.parse(text) as Outgoing);
      if (carried === 'taken') return settle(ctx, messageId, { state: 'taken' });
      ctx.ports.log.error('a message was refused', { messageId, reason: carried.refused });
      await settle(ctx, messageId, { state: 'refused', reason: carried.refused });
    },
  };
}

interface Waiting {
  readonly channel: Channel;
  readonly sealed: Buffer;
  readonly endsAt: Date | null;
}

async function findWaiting(db: Db, id: string): Promise<Waiting | undefined> {
  const row = await db
    .selectFrom('sentMessage')
    .select(['channel', 'sealed', 'endsAt'])
    .where('id', '=', id)
    .where('state', '=', 'waiting')
    .executeTakeFirst();
  return row as Waiting | undefined;
}

/** Ends the waiting of a message and forgets what it said. */
async function settle(
  { db }: Ctx,
  id: string,
  end: { readonly state: 'taken' | 'refused' | 'ended'; readonly reason?: string },
): Promise<void> {
  await db
    .updateTable('sentMessage')
    .set({ ...end, sealed: null })
    .where('id', '=', id)
    .where('state', '=', 'waiting')
    .execute();
}

/** Reactions that wait for others' servers: give them the queue of letters. */
export const letterReactions = ['mail.deliver'] as const;

export const mailReactions: readonly Reaction[] = [
  on('message.posted', 'mail.deliver', (ctx, { messageId }) =>
    ctx.ports.messenger.deliver(ctx, messageId),
  ),
];

/** What the post office does by the clock. */
export const mailSweeps: readonly Sweep[] = [
  {
    name: 'mail.forget_codes',
    cron: '*/5 * * * *',
    run: async (ctx) => void (await forgetCodes(ctx.db, ctx.now)),
  },
];
