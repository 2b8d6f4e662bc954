import type { Size } from '../sizes.ts';

/** Kinds of ids, so that no two tables' ids ever meet. */
const kinds = {
  work: 1,
  work_version: 2,
  chapter: 3,
  lesson: 4,
  lesson_version: 5,
  offer: 6,
  creator: 7,
  person: 8,
  order: 9,
  order_line: 10,
  payment: 11,
  capture: 12,
  refund: 13,
  entitlement: 14,
  sale: 15,
  release: 16,
  refunding: 17,
  payout: 18,
  payout_requested: 19,
  payout_paid: 20,
  session: 21,
  category: 22,
  asset: 23,
  rendition: 24,
  document: 25,
  submission: 26,
  audit: 27,
  point: 28,
} as const;

/**
 * Functions that number the generated house: each thing's id and instant follow from its number alone, so that tables are
 * filled from `generate_series` without looking anything up. They are `stable`, since immutable ones that reckon with instants
 * are not inlined, and dropped with the schema `bench` afterwards.
 */
export function numberingSql(size: Size, now: Date): string {
  const at = now.toISOString();
  const named = Object.entries(kinds).map(
    ([name, kind]) => `
      create function bench.${name}_id(at timestamptz, n bigint) returns uuid stable parallel safe language sql
      return bench.id(at, ${kind}, n);`,
  );
  return `
    create schema bench;
    create function bench.now() returns timestamptz stable parallel safe language sql return timestamptz '${at}';
    create function bench.id(at timestamptz, kind int, n bigint) returns uuid stable parallel safe language sql
    return (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '7' || lpad(to_hex(kind), 3, '0')
      || '8' || lpad(to_hex(n + 16), 15, '0'))::uuid;
    ${named.join('')}
    -- Evenly spread over 31 bits, the same at every run.
    create function bench.draw(n bigint, salt int) returns int stable parallel safe language sql
    return (hashint8extended(n, salt) & 2147483647)::int;

    create function bench.creator_of(w bigint) returns bigint stable parallel safe language sql
    return (w - 1) % ${size.creators} + 1;
    create function bench.founded() returns timestamptz stable parallel safe language sql
    return bench.now() - interval '1600 days';
    create function bench.joined_at(n bigint) returns timestamptz stable parallel safe language sql
    return case when n < 1 then bench.founded()
      else bench.now() - interval '1500 days' + n * interval '760 days' / ${size.members} end;
    create function bench.person(n bigint) returns uuid stable parallel safe language sql
    return bench.person_id(bench.joined_at(n), n);
    create function bench.creator(c bigint) returns uuid stable parallel safe language sql
    return bench.creator_id(bench.founded(), c);
    create function bench.published_at(w bigint) returns timestamptz stable parallel safe language sql
    return bench.now() - interval '1500 days' + w * interval '760 days' / ${size.works};
    create function bench.work(w bigint) returns uuid stable parallel safe language sql
    return bench.work_id(bench.published_at(w), w);
    create function bench.lesson(w bigint, k bigint) returns uuid stable parallel safe language sql
    return bench.lesson_id(bench.published_at(w), w * 16 + k);
    create function bench.offer(w bigint) returns uuid stable parallel safe language sql
    return bench.offer_id(bench.published_at(w), w);
    create function bench.price(w bigint) returns bigint stable parallel safe language sql
    return case when w % 10 = 0 then 0
      else (array[990, 1990, 2990, 3900, 5900, 6900, 9900, 12900, 19900, 39900])[1 + bench.draw(w, 1) % 10] end;`;
}
