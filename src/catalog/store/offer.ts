import { sql } from 'kysely';
import type { Tx } from '#platform/db.ts';
import type { Money } from '#kernel/money.ts';
import type { RefundWindow } from '#settings/schema.ts';

/** What an offer says: its price, the days to ask for a refund (null: as the site says), and those to learn (null: for ever). */
export interface OfferTerms {
  readonly price: Money;
  readonly refundDays: RefundWindow | null;
  readonly accessDays: number | null;
}

/** The current offer of a work under the work's lock: terms that are set at once become two offers, one after the other. */
export async function lockOffer(
  tx: Tx,
  workId: string,
): Promise<(OfferTerms & { readonly id: string }) | undefined> {
  await sql`select from work where id = ${workId} for no key update`.execute(tx);
  const { rows } = await sql<OfferTerms & { id: string }>`
    select id, price, refund_days, access_days from offer where work_id = ${workId} and retired_at is null`.execute(
    tx,
  );
  return rows[0];
}

/** Retires the current offer of a work, if there is one. */
export async function retireOffer(tx: Tx, workId: string, now: Date): Promise<void> {
  await tx
    .updateTable('offer')
    .set({ retiredAt: now })
    .where('workId', '=', workId)
    .where('retiredAt', 'is', null)
    .execute();
}

export async function insertOffer(
  tx: Tx,
  row: OfferTerms & { readonly id: string; readonly workId: string; readonly createdAt: Date },
): Promise<void> {
  await tx.insertInto('offer').values(row).execute();
}
