import type { Ctx } from '#platform/ctx.ts';
import type { Gateway } from '#platform/gateway/gateway.ts';
import { getSiteSettings } from '../service.ts';
import { accountsOf, findGateway } from './accounts.ts';

/** The gateways that take payments now, the site's first one first. */
export async function listOpenGateways(ctx: Ctx): Promise<string[]> {
  const accounts = [...(await accountsOf(ctx)).values()].filter(
    ({ row, gateway }) => row.isOpen && gateway,
  );
  const names = [...accounts.map(({ row }) => row.kind), ...ctx.ports.gateways.keys()];
  const { defaultGateway } = await getSiteSettings(ctx);
  return names.toSorted((a, b) => Number(b === defaultGateway) - Number(a === defaultGateway));
}

/** The gateway that pays people out: the site's first one, when it can. */
export async function findPayer(ctx: Ctx): Promise<Gateway | undefined> {
  for (const name of await listOpenGateways(ctx)) {
    const gateway = await findGateway(ctx, name);
    if (gateway?.canTransfer) return gateway;
  }
  return undefined;
}
