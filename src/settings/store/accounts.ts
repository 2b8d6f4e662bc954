import { sql } from 'kysely';
import type { Db, Tx } from '#platform/db.ts';
import type { GatewayKind } from '../types.ts';

/** An account with a gateway, its secrets sealed. */
export interface AccountRow {
  readonly kind: GatewayKind;
  readonly isOpen: boolean;
  readonly config: Readonly<Record<string, string | number>>;
  readonly sealed: Buffer;
  readonly updatedAt: Date;
}

/** Every account that was set up. */
export async function selectAccounts(db: Db): Promise<AccountRow[]> {
  const { rows } = await sql<AccountRow>`
    select kind, is_open, config, sealed, updated_at from gateway_account order by kind`.execute(
    db,
  );
  return rows;
}

/** The account of that kind, held to the end of `tx`. */
export async function findAccountForUpdate(
  tx: Tx,
  kind: GatewayKind,
): Promise<AccountRow | undefined> {
  const { rows } = await sql<AccountRow>`
    select kind, is_open, config, sealed, updated_at from gateway_account
    where kind = ${kind} for update`.execute(tx);
  return rows[0];
}

/** Writes an account; whether it is open stays as it is. */
export async function upsertAccount(
  tx: Tx,
  { kind, config, sealed, updatedAt }: Omit<AccountRow, 'isOpen'>,
): Promise<void> {
  await sql`
    insert into gateway_account (kind, config, sealed, updated_at)
    values (${kind}, ${JSON.stringify(config)}::jsonb, ${sealed}, ${updatedAt})
    on conflict (kind) do update set config = excluded.config, sealed = excluded.sealed,
      updated_at = excluded.updated_at`.execute(tx);
}

/** Opens or closes an account for new payments; false when it is so already, or is not set up. */
export async function setOpen(tx: Tx, kind: GatewayKind, isOpen: boolean): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update gateway_account set is_open = ${isOpen}
    where kind = ${kind} and is_open <> ${isOpen}`.execute(tx);
  return numAffectedRows === 1n;
}
