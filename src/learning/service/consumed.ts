import type { Locale } from '#kernel/locale.ts';
import type { Db } from '#platform/db.ts';
import { selectConsumed } from '../store/consumed.ts';
import type { Consumed } from '../types.ts';

/** What lines of an order gave, work by work, and how much of it its buyer did since it was paid; whoever asks has checked who may know. */
export function listConsumed(
  db: Db,
  order: { readonly lineIds: readonly string[]; readonly paidAt: Date },
  locale: Locale,
): Promise<Consumed[]> {
  return selectConsumed(db, order.lineIds, order.paidAt, locale);
}
