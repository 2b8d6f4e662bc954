import { listAudit, type AuditQuery } from '#audit/service.ts';
import type { AuditItem } from '#audit/schema.ts';
import type { Deed } from '#audit/types.ts';
import { listCategories, nameWorks } from '#catalog/service.ts';
import { nameRights } from '#entitlement/service.ts';
import { listUserNames } from '#identity/service.ts';
import { isId } from '#kernel/id.ts';
import { nameMembers } from '#membership/service.ts';
import { nameOrders } from '#order/service/read-order.ts';
import { namePayouts } from '#payout/service/read.ts';
import type { Ctx } from '#platform/ctx.ts';
import { nameGoods } from '#points/service.ts';
import type { Page } from '#platform/cursor.ts';
import { nameSubmissions } from '#review/service.ts';

/**
 * A page of the audit, newest first, with what the ids in it are called: people, works, orders, payouts, submissions,
 * rights of use, memberships with their tiers, goods for points, and categories.
 *
 * @throws Refusal policy.forbidden, input.cursor
 */
export async function listNamedAudit(ctx: Ctx, query: AuditQuery): Promise<Page<AuditItem>> {
  const page = await listAudit(ctx, query);
  const names = await namesOf(ctx, [...new Set(page.items.flatMap(idsOf))]);
  const named = (deed: Deed) =>
    Object.fromEntries(
      idsOf(deed).flatMap((id) => {
        const name = names.get(id);
        return name === undefined ? [] : [[id, name]];
      }),
    );
  return { ...page, items: page.items.map((deed) => ({ ...deed, names: named(deed) })) };
}

function idsOf({ actorId, subject, detail }: Deed): string[] {
  return [actorId, subject, ...Object.values(detail)].filter(
    (value): value is string => typeof value === 'string' && isId(value),
  );
}

async function namesOf(ctx: Ctx, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const [categories, ...found] = await Promise.all([
    listCategories(ctx),
    listUserNames(ctx, ids),
    nameWorks(ctx, ids),
    nameOrders(ctx, ids),
    namePayouts(ctx, ids),
    nameSubmissions(ctx, ids),
    nameRights(ctx, ids),
    nameMembers(ctx, ids),
    nameGoods(ctx, ids),
  ]);
  const shelves = categories.map(
    ({ id, nameZh, nameEn }) => [id, ctx.locale === 'en' ? nameEn : nameZh] as const,
  );
  return new Map([...shelves, ...found.flatMap((names) => [...names])]);
}
