import { confirmTransfer } from '#flows/confirm-transfer.ts';
import { requestRefund } from '#flows/refund-order.ts';
import { buyOffer, startPayment } from '#flows/start-payment.ts';
import { newId } from '#kernel/id.ts';
import { openAccountFor, saveAccount } from '#settings/service/keep-accounts.ts';
import { realAddresses, type SaveAccount } from '#settings/schema/gateways.ts';
import { someAlipayKeys } from '#simulator/alipay/testing.ts';
import type { Thing } from './things.ts';
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

export const aStripeAccount: SaveAccount = {
  secretKey: `sk_test_${'k'.repeat(24)}`,
  webhookSecret: `whsec_${'s'.repeat(24)}`,
  feeBps: 340,
  feeFixed: 235,
  address: realAddresses.stripe,
};

/** An account with Alipay, open for payments or not. */
export async function aGatewayAccount({ shop }: World, isOpen: boolean): Promise<void> {
  const owner = await shop.aPerson('owner');
  await saveAccount(shop.as(owner), 'alipay', await anAlipayAccount());
  await openAccountFor(shop.as(owner), 'alipay', isOpen);
}

export const aTransferAccount: SaveAccount = {
  payee: '书院',
  bank: '示范银行',
  number: '6222000000000000',
  noteZh: '',
  noteEn: '',
  days: 7,
};

/** An order of 50 yuan that waits for a transfer. */
export async function aTransfer({ shop, db }: World) {
  const owner = shop.as(await shop.aPerson('owner'));
  await saveAccount(owner, 'transfer', aTransferAccount);
  await openAccountFor(owner, 'transfer', true);
  const buyer = await shop.aPerson();
  const { offerId } = await shop.aWork(5_000);
  const { id: orderId } = await buyOffer(shop.as(buyer), { offerId, idempotencyKey: newId() });
  await startPayment(shop.as(buyer), orderId, 'transfer');
  const { id: paymentId } = await db
    .selectFrom('payment')
    .select('id')
    .where('orderId', '=', orderId)
    .executeTakeFirstOrThrow();
  return { orderId, paymentId };
}

/** A refund that staff have to send. */
export async function aTransferRefund(world: World): Promise<string> {
  const { orderId, paymentId } = await aTransfer(world);
  const finance = world.shop.as(await world.shop.aPerson('finance'));
  const receivedAt = finance.now.toISOString();
  await confirmTransfer(finance, paymentId, { amount: 5_000, receivedAt, isReturned: false });
  return requestRefund(finance, orderId, { amount: 5_000, reason: '买家要求' });
}

/** What paths of gateways name. */
export const gatewayThings = {
  transfer: async (world: World): Promise<Thing> => {
    // Another has come before, or this one would open the ledger's accounts.
    await aTransferRefund(world);
    return { params: { id: (await aTransfer(world)).paymentId } };
  },
  transferRefund: async (world: World): Promise<Thing> => ({
    params: { id: await aTransferRefund(world) },
  }),
  gatewayAccount: async (world: World): Promise<Thing> => {
    await aGatewayAccount(world, false);
    return { params: { kind: 'alipay' } };
  },
  openGatewayAccount: async (world: World): Promise<Thing> => {
    await aGatewayAccount(world, true);
    return { params: { kind: 'alipay' } };
  },
};
