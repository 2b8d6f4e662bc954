import type { Size } from '../sizes.ts';
import { sessionToken, staff } from './keys.ts';
import { givenNames, surnames } from './texts.ts';

const sqlList = (words: readonly string[]) =>
  `array[${words.map((word) => `'${word}'`).join(', ')}]`;

/** Members, creators and staff with their roles; all have the password behind `passwordHash`. */
export function peopleSql(size: Size, passwordHash: string): string {
  const name = (n: string) => `
    (${sqlList(surnames)})[1 + bench.draw(${n}, 7) % ${surnames.length}] ||
    (${sqlList(givenNames)})[1 + bench.draw(${n}, 8) % ${givenNames.length}]`;
  return `
    insert into app_user (id, name, email, phone, password_hash, created_at)
    select bench.person(n), ${name('n')}, 'member' || n || '@bench.example',
      case when n % 2 = 0 then '+861' || (3000000000 + n) end, '${passwordHash}', bench.joined_at(n)
    from generate_series(1, ${size.members}) n;

    insert into app_user (id, name, email, password_hash, created_at)
    select bench.creator(c), ${name('-c')}, 'creator' || c || '@bench.example', '${passwordHash}', bench.founded()
    from generate_series(1, ${size.creators}) c;
    insert into creator (user_id, slug, name, headline, bio, work_count, created_at)
    select u.id, 'teacher-' || c, u.name, '二十年一线经验', '从业二十年，写书三本，带过上万名学员。\n\n只讲自己做过的事。',
      (select count(*) from generate_series(1, ${size.works}) w where bench.creator_of(w) = c), bench.founded()
    from generate_series(1, ${size.creators}) c join app_user u on u.id = bench.creator(c);

    insert into app_user (id, name, email, password_hash, created_at)
    select bench.person(n), role, role || '@bench.example', '${passwordHash}', bench.founded()
    from (values ${staffRows()}) s (n, role);
    insert into user_role (user_id, role, granted_at)
    select bench.person(n), role, bench.founded() from (values ${staffRows()}) s (n, role)
    union all select bench.creator(c), 'creator', bench.founded() from generate_series(1, ${size.creators}) c;

    insert into joined_day (day, users)
    select (created_at at time zone 'Asia/Shanghai')::date, count(*) from app_user group by 1;`;
}

/** Every fiftieth member promotes, and whoever joined after them is their customer. */
export function promotersSql(size: Size): string {
  return `
    insert into promoter (user_id, code, began_at)
    select bench.person(n), translate(lpad(to_hex(n), 8, '0'), '01', 'xy'), bench.joined_at(n)
    from generate_series(50, ${size.members}, 50) n;
    insert into binding (id, customer_id, seq, promoter_id, source, bound_at, protected_until)
    select bench.id(bench.now() - interval '1 day', 4001, n), bench.person(n), 1, bench.person(n - n % 50), 'link',
      bench.now() - interval '1 day', bench.now()
    from generate_series(51, ${size.members}) n where n % 50 <> 0;`;
}

function staffRows(): string {
  return Object.entries(staff)
    .map(([role, n]) => `(${n}, '${role}')`)
    .join(', ');
}

/** Sessions of everybody who may be asked to send requests: person `n` holds `sessionToken(n)`. */
export function sessionRows(size: Size): { numbers: number[]; tokens: string[] } {
  const numbers = [
    ...Object.values(staff),
    ...Array.from({ length: size.members }, (_, n) => n + 1),
  ];
  return { numbers, tokens: numbers.map(sessionToken) };
}

export const sessionsSql = `
  insert into session (id, token_hash, user_id, created_at, seen_at, expires_at, user_agent, ip)
  select bench.session_id(bench.now() - interval '1 hour', n), sha256(token::bytea), bench.person(n),
    bench.now() - interval '1 hour', bench.now(), bench.now() + interval '30 days',
    'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130 Mobile Safari/537.36', '127.0.0.1'
  from unnest($1::int[], $2::text[]) as s (n, token)`;
