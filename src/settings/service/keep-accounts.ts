import { randomBytes } from 'node:crypto';
import { recordAudit } from '#audit/service.ts';
import type { Ctx } from '#platform/ctx.ts';
import { inTransaction, touchPage, type Tx } from '#platform/db.ts';
import { GatewayRefused, GatewayUnavailable, type Gateway } from '#platform/gateway/gateway.ts';
import { readPrivateKey, readPublicKey } from '#platform/gateway/keys.ts';
import { assertReach } from '#platform/policy.ts';
import { seal, unseal } from '#platform/seal.ts';
import { mayChangeSettings, mayReadSettings } from '../policy.ts';
import { refuse } from '../refusals.ts';
import type { Checked, GatewayItem, SaveAccount } from '../schema/gateways.ts';
import { getSiteSettings } from '../service.ts';
import { findAccountForUpdate, setOpen, upsertAccount } from '../store/accounts.ts';
import { type Finding, type GatewayKind, gatewayKinds } from '../types.ts';
import { accountsOf, forgetAccounts, gatewaysTag, openGatewayOf, sealPurpose } from './accounts.ts';

/** Every provider that an account can be set up with, and how each stands. */
export async function listAccounts(ctx: Ctx): Promise<GatewayItem[]> {
  assertReach(ctx, mayReadSettings, null);
  const accounts = await accountsOf(ctx);
  const { defaultGateway } = await getSiteSettings(ctx);
  return gatewayKinds.map((kind) => {
    const row = accounts.get(kind)?.row;
    return {
      kind,
      isSet: row !== undefined,
      isOpen: row?.isOpen ?? false,
      isFirst: defaultGateway === kind,
      account: row?.config ?? null,
      noticeUrl: kind === 'transfer' ? null : noticeUrlOf(ctx, kind),
    };
  });
}

function noticeUrlOf({ ports }: Ctx, kind: GatewayKind): string {
  return `${ports.settings.publicUrl}/payment/notices/${kind}`;
}

type Secrets = Record<string, string>;

interface Fields {
  readonly secrets: readonly string[];
  readonly privateKeys: readonly string[];
  readonly publicKeys: readonly string[];
}

/** Which fields of an account are secrets, and which hold keys. */
const fields = {
  wechat: {
    secrets: ['merchantKey', 'apiV3Key'],
    privateKeys: ['merchantKey'],
    publicKeys: ['platformKey'],
  },
  alipay: { secrets: ['appKey'], privateKeys: ['appKey'], publicKeys: ['alipayKey'] },
  stripe: { secrets: ['secretKey', 'webhookSecret'], privateKeys: [], publicKeys: [] },
  transfer: { secrets: [], privateKeys: [], publicKeys: [] },
} as const satisfies Record<GatewayKind, Fields>;

/**
 * Sets up an account, or changes it; a secret that is not named stays. Its keys are read first, so that what is saved can be used.
 *
 * @throws Refusal settings.bad_key, settings.bad_private_key, settings.secret_needed, settings.address_not_open, policy.forbidden
 */
export async function saveAccount(ctx: Ctx, kind: GatewayKind, input: SaveAccount): Promise<void> {
  assertReach(ctx, mayChangeSettings, null);
  if ('address' in input) assertAddress(ctx, input.address);
  const told = readKeys(kind, input);
  await inTransaction(ctx, async (tx) => {
    const before = await findAccountForUpdate(tx, kind);
    const own: readonly string[] = fields[kind].secrets;
    const entries = Object.entries(told);
    const config = Object.fromEntries(entries.filter(([name]) => !own.includes(name)));
    const given = Object.fromEntries(entries.filter(([name]) => own.includes(name))) as Secrets;
    const isWhole = own.every((name) => name in given);
    const known = before && !isWhole ? opened(ctx, kind, before.sealed) : {};
    const secrets = { ...known, ...given };
    if (own.some((name) => !secrets[name])) throw refuse('settings.secret_needed');
    const content = Buffer.from(JSON.stringify(secrets));
    const sealed = seal(ctx.ports.secret, { purpose: sealPurpose, id: kind }, content);
    openGatewayOf(ctx.ports, { kind, config, sealed });
    await upsertAccount(tx, { kind, config, sealed, updatedAt: ctx.now });
    // What is secret is told by its name alone.
    const detail = { kind, secrets: Object.keys(given) };
    await recordAudit(tx, ctx, 'gateway.change', kind, detail);
    touch(tx);
  });
  forgetAccounts(ctx);
}

/** In production money goes to real providers, over a protected line. */
function assertAddress({ ports }: Ctx, address: string): void {
  const { protocol, hostname } = new URL(address);
  const isHere = /^(?:localhost|\[?::1\]?|127(?:\.\d{1,3}){3})$/.test(hostname);
  const isOpen = protocol === 'https:' && !isHere;
  if (!isOpen && (ports.settings.mode === 'production' || !isHere))
    throw refuse('settings.address_not_open');
}

function readKeys(kind: GatewayKind, input: SaveAccount): Record<string, string | number> {
  const given = Object.entries(input).filter(([, value]) => value !== undefined && value !== '');
  const { privateKeys, publicKeys }: Fields = fields[kind];
  return Object.fromEntries(
    given.map(([name, value]) => {
      if (privateKeys.includes(name))
        return [name, readPrivateKey(String(value)) ?? fail('settings.bad_private_key')];
      if (publicKeys.includes(name))
        return [name, readPublicKey(String(value)) ?? fail('settings.bad_key')];
      return [name, value];
    }),
  ) as Record<string, string | number>;
}

function fail(code: 'settings.bad_key' | 'settings.bad_private_key'): never {
  throw refuse(code);
}

function opened(ctx: Ctx, kind: GatewayKind, sealed: Buffer): Secrets {
  const content = unseal(ctx.ports.secret, { purpose: sealPurpose, id: kind }, sealed);
  return JSON.parse(content.toString()) as Secrets;
}

/**
 * Opens an account for new payments, or closes it; what it took before can still be given back. A value that is already so writes
 * nothing.
 *
 * @throws Refusal settings.no_account, policy.forbidden
 */
export async function openAccountFor(ctx: Ctx, kind: GatewayKind, isOpen: boolean): Promise<void> {
  assertReach(ctx, mayChangeSettings, null);
  await inTransaction(ctx, async (tx) => {
    if (!(await findAccountForUpdate(tx, kind))) throw refuse('settings.no_account');
    if (!(await setOpen(tx, kind, isOpen))) return;
    await recordAudit(tx, ctx, isOpen ? 'gateway.open' : 'gateway.close', kind, { kind });
    touch(tx);
  });
  forgetAccounts(ctx);
}

function touch(tx: Tx): void {
  touchPage(tx, gatewaysTag);
}

/**
 * Asks the provider about a payment that cannot exist, or what else moves nothing: its answer proves address, numbers, and keys.
 *
 * @throws Refusal settings.no_account, policy.forbidden
 */
export async function checkAccount(ctx: Ctx, kind: GatewayKind): Promise<Checked> {
  assertReach(ctx, mayChangeSettings, null);
  const account = (await accountsOf(ctx)).get(kind);
  if (!account) throw refuse('settings.no_account');
  const { gateway } = account;
  if (!gateway) return { finding: 'unreadable', detail: null };
  return findingOf(gateway, noticeUrlOf(ctx, kind));
}

async function findingOf(gateway: Gateway, noticeUrl: string): Promise<Checked> {
  try {
    if (gateway.check) return { finding: await gateway.check(noticeUrl), detail: null };
    await gateway.queryPayment({ outTradeNo: `check${randomBytes(12).toString('hex')}` });
    return { finding: 'works', detail: null };
  } catch (error) {
    if (error instanceof GatewayRefused)
      return { finding: 'rejected', detail: error.providerCode ?? error.code };
    if (!(error instanceof GatewayUnavailable)) throw error;
    return { finding: findingsByReason[error.reason], detail: null };
  }
}

const findingsByReason: Readonly<Record<GatewayUnavailable['reason'], Finding>> = {
  timeout: 'silent',
  network: 'silent',
  unverified_answer: 'unproved',
  server_error: 'trouble',
  rate_limited: 'trouble',
};
