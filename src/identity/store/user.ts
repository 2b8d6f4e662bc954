import { sql, type Expression } from 'kysely';
import type { Locale } from '#kernel/locale.ts';
import type { Db, Tx } from '#platform/db.ts';
import type { Addressee } from '#platform/mail.ts';
import type { Role } from '#platform/policy.ts';
import type { Address } from '../rules/address.ts';
import type { Person, UserState } from '../types.ts';

export interface UserRow {
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  readonly phone: string | null;
  readonly passwordHash: string | null;
  readonly locale: Locale;
  readonly createdAt: Date;
}

/** Writes a new account. A taken address raises a duplicate of `app_user_email_key` or `app_user_phone_key`. */
export async function insertUser(tx: Tx, row: UserRow): Promise<void> {
  await tx.insertInto('appUser').values(row).execute();
}

const rolesOf = (id: Expression<string>) =>
  sql<Role[]>`array(select role from user_role where user_id = ${id} order by role)`.as('roles');

const people = (db: Db) =>
  db
    .selectFrom('appUser')
    .select(['id', 'name', 'email', 'phone', 'locale', 'state', 'createdAt'])
    .select((eb) => rolesOf(eb.ref('appUser.id')));

/** The person with this id. */
export async function findPerson(db: Db, id: string): Promise<Person | undefined> {
  return people(db).where('id', '=', id).executeTakeFirst();
}

/** What the list of people is narrowed to. */
export interface PeopleQuery {
  readonly text?: string | undefined;
  /** Whether `text` is also looked for in e-mail and phone. */
  readonly byContact: boolean;
  readonly role?: Role | undefined;
  readonly state?: UserState | undefined;
  readonly after?: { readonly createdAt: string; readonly id: string } | undefined;
  readonly limit: number;
}

/** Up to `limit` people, newest first. */
export async function selectPeople(db: Db, query: PeopleQuery): Promise<Person[]> {
  const { text, byContact, role, state, after, limit } = query;
  const pattern = `%${(text ?? '').replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  // As stamps and watermarks write it.
  const number = /^([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})$/i
    .exec(text?.toLowerCase() ?? '')
    ?.slice(1);
  return people(db)
    .$if(text !== undefined, (q) =>
      q.where((eb) =>
        eb.or([
          eb('name', 'ilike', pattern),
          ...(number ? [sql<boolean>`right(id::text, 12) = ${number.join('')}`] : []),
          ...(byContact ? [eb('email', 'ilike', pattern), eb('phone', 'like', pattern)] : []),
        ]),
      ),
    )
    .$if(role !== undefined, (q) =>
      q.where('id', 'in', (eb) =>
        eb.selectFrom('userRole').select('userId').where('role', '=', role!),
      ),
    )
    .$if(state !== undefined, (q) => q.where('state', '=', state!))
    .$if(after !== undefined, (q) =>
      q.where(
        sql<boolean>`(created_at, id) < (${after!.createdAt}::timestamptz, ${after!.id}::uuid)`,
      ),
    )
    .orderBy('createdAt', 'desc')
    .orderBy('id', 'desc')
    .limit(sql.lit(limit))
    .execute();
}

/** Names by id; ids of nobody are left out. */
export async function selectNames(db: Db, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await db
    .selectFrom('appUser')
    .select(['id', 'name'])
    .where(sql<boolean>`id = any(${[...ids]}::uuid[])`)
    .execute();
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** Moves an account from one state to another. False when it is not in `from`. */
export async function changeState(
  tx: Tx,
  id: string,
  from: UserState,
  to: UserState,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('appUser')
    .set({ state: to })
    .where('id', '=', id)
    .where('state', '=', from)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** What logging in needs to know of an account. */
export interface Account {
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  readonly phone: string | null;
  readonly locale: Locale;
  readonly state: UserState;
  readonly passwordHash: string | null;
}

const accounts = (db: Db) =>
  db
    .selectFrom('appUser')
    .select(['id', 'name', 'email', 'phone', 'locale', 'state', 'passwordHash']);

/** The account that an address belongs to. */
export async function findAccountOf(
  db: Db,
  { channel, address }: Address,
): Promise<Account | undefined> {
  return accounts(db)
    .where(channel === 'email' ? 'email' : 'phone', '=', address)
    .executeTakeFirst();
}

/** The account with this id. */
export async function findAccount(db: Db, id: string): Promise<Account | undefined> {
  return accounts(db).where('id', '=', id).executeTakeFirst();
}

/** Changes a name or a language. */
export async function updateProfile(
  tx: Tx,
  id: string,
  profile: { name?: string; locale?: Locale },
): Promise<void> {
  await tx.updateTable('appUser').set(profile).where('id', '=', id).execute();
}

/** Changes an active person's password from what it was. False when it is not that any more. */
export async function updatePassword(
  tx: Tx,
  id: string,
  passwords: { from: string | null; to: string },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('appUser')
    .set({ passwordHash: passwords.to })
    .where('id', '=', id)
    .where('state', '=', 'active')
    .where('passwordHash', 'is not distinct from', passwords.from)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** Changes where a person is reached. A taken address raises a duplicate. */
export async function updateAddress(
  tx: Tx,
  id: string,
  { channel, address }: Address,
): Promise<void> {
  const change = channel === 'email' ? { email: address } : { phone: address };
  await tx
    .updateTable('appUser')
    .set(change)
    .where('id', '=', id)
    .where('state', '=', 'active')
    .execute();
}

/** Somebody's name and address for letters; undefined where they get none. */
export async function findAddressee(
  db: Db,
  userId: string,
): Promise<(Addressee & { readonly name: string }) | undefined> {
  const { rows } = await sql<Addressee & { readonly name: string }>`
    select name, email, locale from app_user
    where id = ${userId} and state = 'active' and email is not null`.execute(db);
  return rows[0];
}
