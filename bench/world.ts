import pg from 'pg';
import type { Connection } from '#platform/db.ts';
import { memberEmail, sessionToken, staff } from './generate/keys.ts';
import type { Size } from './sizes.ts';

/** What scenarios need to know of a generated house. */
export interface World {
  readonly connection: Connection;
  readonly slugs: readonly string[];
  readonly financeToken: string;
  /** A video lesson that anybody may try. */
  readonly trialPath: string;
  readonly emails: readonly string[];
  readonly tokens: readonly string[];
  /** A member with a paid offer that they could buy; each can be used once. */
  readonly purchases: readonly { readonly token: string; readonly offerId: string }[];
  /** The same with three offers of other works. */
  readonly baskets: readonly { readonly token: string; readonly offerIds: readonly string[] }[];
  /** A member with a text and a video lesson of a work that is theirs. */
  readonly steps: readonly {
    readonly token: string;
    readonly slug: string;
    readonly textId: string;
    readonly videoId: string;
  }[];
}

const mostMembers = 2_000;
// As many as a small house has, so that both write first and later reports in the same parts.
const mostSteps = 800;

/** Looks a generated house over, and has its sampled sessions just seen, so that no request renews one. */
export async function explore(connection: Connection, size: Size): Promise<World> {
  const client = new pg.Client(connection);
  await client.connect();
  try {
    const every = Math.max(1, Math.floor(size.members / mostMembers));
    const members = Array.from(
      { length: Math.min(size.members, mostMembers) },
      (_, index) => 1 + index * every,
    );
    const emails = members.map(memberEmail);
    const tokens = members.map(sessionToken);
    const financeToken = sessionToken(staff.finance);
    await client.query(
      `update session set seen_at = now() where token_hash in (select sha256(t::bytea) from unnest($1::text[]) t)`,
      [[...tokens, financeToken]],
    );
    await client.query(
      `create temp table sampled as
      select u.id, t.token from unnest($1::text[], $2::text[]) as t (email, token) join app_user u on u.email = t.email`,
      [emails, tokens],
    );
    return {
      connection,
      emails,
      tokens,
      financeToken,
      ...(await readCatalogue(client)),
      ...(await readPossessions(client)),
    };
  } finally {
    await client.end();
  }
}

async function readCatalogue(client: pg.Client): Promise<Pick<World, 'slugs' | 'trialPath'>> {
  const slugs = await client.query<{ slug: string }>(
    `select slug from work where state = 'published' order by md5(slug) limit 2000`,
  );
  const trial = await client.query<{ path: string }>(`
    select '/learn/' || w.slug || '/' || l.id as path from work w join lesson l on l.work_id = w.id and l.live_position = 3
    where w.slug = 'course-1'`);
  return {
    slugs: slugs.rows.map(({ slug }) => slug),
    trialPath: trial.rows[0]!.path,
  };
}

async function readPossessions(
  client: pg.Client,
): Promise<Pick<World, 'purchases' | 'baskets' | 'steps'>> {
  const steps = await client.query<World['steps'][number]>(`
    select s.token, w.slug, t.id as "textId", v.id as "videoId" from sampled s
    join entitlement e on e.user_id = s.id and e.revoked_at is null join work w on w.id = e.work_id
    join lesson t on t.work_id = e.work_id and t.live_position = 4
    join lesson v on v.work_id = e.work_id and v.live_position = 6 order by md5(s.token || t.id) limit ${mostSteps}`);
  // Half of the works is bought singly, the other half in threes: neither takes away what the other measures.
  const sought = (half: string) => `
    with offered as (select id, work_id from offer where price > 0 and retired_at is null and md5(id::text) ${half}
      order by md5(id::text) limit 400), sought as (
    select s.token, o.id from (select * from sampled order by md5(token) limit 400) s cross join offered o
    where not exists (select from entitlement e where e.user_id = s.id and e.work_id = o.work_id and e.revoked_at is null))`;
  const purchases = await client.query<World['purchases'][number]>(`
    ${sought("< '8'")} select token, id as "offerId" from sought order by md5(token || id) limit 20000`);
  const baskets = await client.query<World['baskets'][number]>(`
    ${sought(">= '8'")}, numbered as (
      select *, (row_number() over (partition by token order by md5(token || id)) - 1) / 3 as basket from sought)
    select token, array_agg(id) as "offerIds" from numbered group by token, basket having count(*) = 3
    order by md5(token || basket) limit 7000`);
  return { steps: steps.rows, purchases: purchases.rows, baskets: baskets.rows };
}
