import { sql } from 'kysely';
import { newId } from '#kernel/id.ts';
import { tidy } from '#kernel/text.ts';
import type { Ctx } from '#platform/ctx.ts';
import type { Db, Tx } from '#platform/db.ts';
import { normaliseEmail } from '../rules/address.ts';

/** Somebody whom a file names, by an address as `readEmail` writes it. */
export interface BroughtUser {
  readonly email: string;
  readonly name: string;
}

const longestName = 40;

/** An e-mail address as the house keeps it; undefined when it is none. */
export function readEmail(text: string): string | undefined {
  return normaliseEmail(text);
}

/** Who has an account under these addresses. */
export async function findBrought(
  db: Db,
  emails: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ id: string; email: string }>`
    select id, email from app_user where email = any(${emails}::text[])`.execute(db);
  return new Map(rows.map(({ id, email }) => [email, id]));
}

/**
 * Makes accounts for people whom the owner brings along from elsewhere, without a password: each signs in by a code that is sent
 * to the address, which proves it. Who has an account by then keeps it. Answers the ids by address.
 */
export async function bringUsers(
  tx: Tx,
  ctx: Ctx,
  people: readonly BroughtUser[],
): Promise<ReadonlyMap<string, string>> {
  if (people.length === 0) return new Map();
  const ids = people.map(() => newId(ctx.now));
  const emails = people.map(({ email }) => email);
  const named = people.map(({ email, name }) => nameFor(email, name));
  await sql`
    with made as (
      insert into app_user (id, name, email, locale, created_at)
      select id, name, email, ${ctx.locale}, ${ctx.now}::timestamptz
      from unnest(${ids}::uuid[], ${named}::text[], ${emails}::text[]) as p (id, name, email) order by email
      on conflict (email) do nothing returning id
    )
    insert into outbox (event, payload)
    select 'user.registered', jsonb_build_object('userId', id, 'at', ${ctx.now.toISOString()}::text) from made`.execute(
    tx,
  );
  return findBrought(tx, emails);
}

function nameFor(email: string, name: string): string {
  const wanted = tidy(name) || email.split('@')[0]!;
  return Array.from(wanted).slice(0, longestName).join('').trim() || '学员';
}
