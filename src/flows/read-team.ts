import { nameOrders } from '#order/service/read-order.ts';
import type { Ctx } from '#platform/ctx.ts';
import type { MemberItem } from '#team/schema.ts';
import { listTeamMembers } from '#team/service.ts';

/** Who is in a team or was, with the numbers of their orders. @throws Refusal team.unknown, policy.* */
export async function listMembersWithOrders(ctx: Ctx, teamId: string): Promise<MemberItem[]> {
  const members = await listTeamMembers(ctx, teamId);
  if (members.length === 0) return [];
  const numbers = await nameOrders(
    ctx,
    members.map(({ orderId }) => orderId),
  );
  return members.map(({ joinedAt, leftAt, ...member }) => ({
    ...member,
    orderNumber: numbers.get(member.orderId) ?? '',
    joinedAt: joinedAt.toISOString(),
    leftAt: leftAt?.toISOString() ?? null,
  }));
}
