import type { Ctx } from '#platform/ctx.ts';
import type { Gateway } from '#platform/gateway/gateway.ts';
import { getSiteSettings } from '../service.ts';

/** The gateway of that name, whether or not it takes new payments: what it took can come back by it. */
export async function findGateway(ctx: Ctx, name: string): Promise<Gateway | undefined> {
  return ctx.ports.gateways.get(name);
}

/** Every gateway that money may have come by. */
export async function listGatewayNames(ctx: Ctx): Promise<string[]> {
  return [...ctx.ports.gateways.keys()];
}

/** The gateways that take payments now, the site's first one first. */
export async function listOpenGateways(ctx: Ctx): Promise<string[]> {
  const names = await listGatewayNames(ctx);
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
