import { openAccountFor, saveAccount } from '#settings/service/keep-accounts.ts';
import { realAddresses, type SaveAccount } from '#settings/schema/gateways.ts';
import { someAlipayKeys } from '#simulator/alipay/testing.ts';
import type { World } from './world.ts';

/** Accounts as an owner would fill them in; the keys are real ones, of nobody. */
export async function anAlipayAccount(): Promise<SaveAccount> {
  const { appId, sellerId, app, alipay } = await someAlipayKeys();
  const numbers = { appId, sellerId, feeBps: 60, address: realAddresses.alipay };
  return { ...numbers, appKey: app.privatePem, alipayKey: alipay.publicPem };
}

export async function aWechatAccount(): Promise<SaveAccount> {
  const { app, alipay } = await someAlipayKeys();
  return {
    mchid: '1900000001',
    appid: 'wx0000000000000001',
    merchantSerial: 'A'.repeat(40),
    merchantKey: app.privatePem,
    apiV3Key: 'k'.repeat(32),
    platformSerial: 'PUB_KEY_ID_0100000001',
    platformKey: alipay.publicPem,
    feeBps: 60,
    address: realAddresses.wechat,
  };
}

/** An account with Alipay, open for payments or not. */
export async function aGatewayAccount({ shop }: World, isOpen: boolean): Promise<void> {
  const owner = await shop.aPerson('owner');
  await saveAccount(shop.as(owner), 'alipay', await anAlipayAccount());
  await openAccountFor(shop.as(owner), 'alipay', isOpen);
}
