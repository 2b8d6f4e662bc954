import { second } from '#kernel/time.ts';
import type { Ctx, Ports } from '#platform/ctx.ts';
import type { Gateway } from '#platform/gateway/gateway.ts';
import { openAlipayGateway } from '#platform/gateway/alipay.ts';
import { openStripeGateway } from '#platform/gateway/stripe.ts';
import { openTransferGateway } from '#platform/gateway/transfer.ts';
import { openWechatGateway } from '#platform/gateway/wechat.ts';
import { unseal } from '#platform/seal.ts';
import {
  AlipayAccount,
  AlipaySecrets,
  StripeAccount,
  StripeSecrets,
  TransferAccount,
  WechatAccount,
  WechatSecrets,
} from '../schema/gateways.ts';
import { type AccountRow, selectAccounts } from '../store/accounts.ts';
import type { GatewayKind } from '../types.ts';

/** The tag of what depends on which gateways there are. */
export const gatewaysTag = 'gateways';
export const sealPurpose = 'gateway-account';

/** An account with a gateway; its client is absent when the secrets cannot be opened (any more). */
export interface Account {
  readonly row: AccountRow;
  readonly gateway: Gateway | undefined;
}

type Accounts = ReadonlyMap<string, Account>;

interface Memory {
  readonly accounts: Accounts;
  readonly readAt: number;
  readonly version: number;
}

const freshMs = 3 * second;
const memories = new WeakMap<Ports['pages'], Memory>();

/** Every account that was set up. Another process's change is seen when its purge comes, or within three seconds. */
export async function accountsOf(ctx: Ctx): Promise<Accounts> {
  const { pages } = ctx.ports;
  const known = memories.get(pages);
  const version = pages.version(gatewaysTag);
  const now = ctx.now.getTime();
  if (known?.version === version && Math.abs(now - known.readAt) < freshMs) return known.accounts;

  const rows = await selectAccounts(ctx.db);
  const accounts = new Map(rows.map((row) => [row.kind, openAccount(ctx, row, known?.accounts)]));
  if (!ctx.db.isTransaction) memories.set(pages, { accounts, readAt: now, version });
  return accounts;
}

/** Forgets what was read, after a change of this process's own. */
export function forgetAccounts({ ports }: Ctx): void {
  memories.delete(ports.pages);
}

/** The gateway of that name, whether or not it takes new payments: what it took can come back by it. */
export async function findGateway(ctx: Ctx, name: string): Promise<Gateway | undefined> {
  return ctx.ports.gateways.get(name) ?? (await accountsOf(ctx)).get(name)?.gateway;
}

/** Every gateway that money may have come by. */
export async function listGatewayNames(ctx: Ctx): Promise<string[]> {
  const accounts = [...(await accountsOf(ctx)).values()].filter(({ gateway }) => gateway);
  return [...accounts.map(({ row }) => row.kind), ...ctx.ports.gateways.keys()];
}

/** The gateways that have a bill of each day: all but those that staff tell of. */
export async function listBilledGateways(ctx: Ctx): Promise<string[]> {
  const accounts = [...(await accountsOf(ctx)).values()];
  const billed = accounts.filter(({ gateway }) => gateway && !gateway.byHand);
  return [...billed.map(({ row }) => row.kind), ...ctx.ports.gateways.keys()];
}

/** Where buyers send money from their bank; undefined when the site says nothing. */
export async function findTransferAccount(ctx: Ctx): Promise<TransferAccount | undefined> {
  const account = (await accountsOf(ctx)).get('transfer');
  return account && TransferAccount.parse(account.row.config);
}

/** What was opened before is used again while its row is the same. */
function openAccount(ctx: Ctx, row: AccountRow, known: Accounts | undefined): Account {
  const before = known?.get(row.kind);
  if (before && before.row.updatedAt.getTime() === row.updatedAt.getTime())
    return { row, gateway: before.gateway };
  try {
    return { row, gateway: openGatewayOf(ctx.ports, row) };
  } catch (error) {
    // One account that is spoilt stops no other; the studio says so.
    ctx.ports.log.error('an account with a gateway cannot be opened', {
      kind: row.kind,
      why: error instanceof Error ? error.message : 'unknown',
    });
    return { row, gateway: undefined };
  }
}

/** The client of an account. @throws Error when its keys cannot be read */
export function openGatewayOf(
  { secret, providers }: Ports,
  { kind, config, sealed }: Pick<AccountRow, 'kind' | 'config' | 'sealed'>,
): Gateway {
  const secrets: unknown = JSON.parse(
    unseal(secret, { purpose: sealPurpose, id: kind }, sealed).toString(),
  );
  return openers[kind](providers, config, secrets);
}

const openers: Readonly<
  Record<GatewayKind, (outside: Ports['providers'], config: unknown, secrets: unknown) => Gateway>
> = {
  wechat: (outside, config, secrets) => {
    const { mchid, appid, feeBps, address, ...account } = WechatAccount.parse(config);
    const { merchantKey, apiV3Key } = WechatSecrets.parse(secrets);
    return openWechatGateway(
      {
        name: 'wechat',
        baseUrl: address.replace(/\/$/, ''),
        mchid,
        appid,
        feeBps,
        trade: 'by_device',
        merchantSerial: account.merchantSerial,
        merchantPrivateKeyPem: merchantKey,
        platformKeyPems: { [account.platformSerial]: account.platformKey },
        apiV3Key,
        transferScene: {
          id: '1005',
          infos: [
            { type: '岗位类型', content: '知识创作者' },
            { type: '报酬说明', content: '课程分成' },
          ],
        },
      },
      outside,
    );
  },
  alipay: (outside, config, secrets) => {
    const { appId, sellerId, alipayKey, feeBps, address } = AlipayAccount.parse(config);
    const { appKey } = AlipaySecrets.parse(secrets);
    const keys = { appPrivateKeyPem: appKey, alipayPublicKeyPem: alipayKey };
    const names = { name: 'alipay', gatewayUrl: address, appId, sellerId };
    return openAlipayGateway({ ...names, feeBps, ...keys }, outside);
  },
  stripe: (outside, config, secrets) => {
    const { address, ...fees } = StripeAccount.parse(config);
    const { secretKey, webhookSecret } = StripeSecrets.parse(secrets);
    const baseUrl = address.replace(/\/$/, '');
    const keys = { secretKey, webhookSecrets: webhookSecret.split(/\s+/) };
    return openStripeGateway({ name: 'stripe', baseUrl, ...keys, ...fees }, outside);
  },
  transfer: (_outside, config) => openTransferGateway(TransferAccount.parse(config)),
};
