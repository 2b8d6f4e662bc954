import { sql } from 'kysely';
import { newId } from '#kernel/id.ts';
import { fill, localePath, type Locale, type Words } from '#kernel/locale.ts';
import type { Ctx } from './ctx.ts';
import type { Db, Tx } from './db.ts';

export const channels = ['email', 'sms'] as const;
export type Channel = (typeof channels)[number];

/** What a letter of the house says, in both languages. */
export interface LetterWords {
  readonly subject: Words;
  readonly body: Words;
}

/** A letter, or a short message to a phone; plain text in the reader's language. */
export interface Message {
  readonly channel: Channel;
  readonly address: string;
  readonly locale: Locale;
  /** Holds nothing secret. */
  readonly subject: string;
  readonly body: string;
  /** When what it says, such as a code, is worth nothing any more: then it is neither delivered nor kept. */
  readonly endsAt?: Date;
}

/** What becomes of messages: they leave the house, are kept for /dev/outbox, or reach nobody. */
export type Way = 'sent' | 'kept' | 'none';

/** Takes messages in the transaction of the fact they tell of: no fact, no message. Delivers them after its commit. */
export interface Messenger {
  readonly ways: Readonly<Record<Channel, Way>>;
  /** Takes a message; one that can reach nobody is dropped. */
  send(tx: Tx, message: Message, at: Date): Promise<void>;
  /**
   * Carries a message that waits, once its transaction is in; nothing when it does not wait any more.
   *
   * @throws NotNow when it has to be tried again
   */
  deliver(ctx: Ctx, messageId: string): Promise<void>;
}

/** Who reads a letter, and in which language. */
export interface Addressee {
  readonly email: string;
  readonly locale: Locale;
}

/** What a letter says: its words, what is put into them, and the page of the site that it leads to. */
export interface Letter {
  readonly words: LetterWords;
  readonly known: Readonly<Record<string, string>>;
  readonly path: string;
}

/** Writes a letter that ends with the address of a page of the site, in the transaction of what it tells. */
export async function writeLetter(
  tx: Tx,
  ctx: Ctx,
  { email: address, locale }: Addressee,
  { words, known, path }: Letter,
): Promise<void> {
  const { messenger, settings } = ctx.ports;
  const subject = fill(words.subject[locale], known);
  const link = `${settings.publicUrl}${localePath(locale, path)}`;
  const body = `${fill(words.body[locale], known)}\n\n${link}\n`;
  await messenger.send(tx, { channel: 'email', address, locale, subject, body }, ctx.now);
}

/** Whoever carries messages of a channel does not take one just now. Says nothing of address or content. */
export class NotNow extends Error {
  override readonly name = 'NotNow';
}

/** A message that was handed over. */
export interface SentMessage extends Pick<Message, 'channel' | 'address' | 'subject'> {
  readonly id: string;
  /** Null once its code has ended, and of messages that left the house. */
  readonly body: string | null;
  readonly sentAt: Date;
}

/** Keeps what it is given where `/dev/outbox` shows it, and sends nothing anywhere. */
export const outboxMessenger: Messenger = {
  ways: { email: 'kept', sms: 'kept' },
  send: async (tx, { locale: _locale, endsAt = null, ...message }, at) => {
    await tx
      .insertInto('sentMessage')
      .values({ id: newId(at), ...message, endsAt, sentAt: at })
      .execute();
  },
  deliver: async () => undefined,
};

/** The last `limit` messages, newest first, to `address` when one is named. */
export async function listMessages(
  db: Db,
  limit: number,
  address?: string,
): Promise<SentMessage[]> {
  return db
    .selectFrom('sentMessage')
    .select(['id', 'channel', 'address', 'subject', 'body', 'sentAt'])
    .$if(address !== undefined, (q) => q.where('address', '=', address!))
    .orderBy('sentAt', 'desc')
    .orderBy('id', 'desc')
    .limit(sql.lit(limit))
    .execute();
}

/** Forgets messages from before `before`. Returns how many. */
export async function forgetMessages(db: Db, before: Date): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('sentMessage')
    .where('sentAt', '<', before)
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}

/** Takes the content out of messages whose code has ended by `now`. Returns how many. */
export async function forgetCodes(db: Db, now: Date): Promise<number> {
  const { numAffectedRows } = await sql`
    update sent_message
    set body = null, sealed = null, state = case state when 'waiting' then 'ended' else state end
    where ends_at <= ${now} and (body is not null or sealed is not null)`.execute(db);
  return Number(numAffectedRows ?? 0);
}
