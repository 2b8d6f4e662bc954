import { apiRoute, type Route } from '#platform/http/route.ts';
import { z } from 'zod';
import { mayChangeSettings, mayReadSettings } from './policy.ts';
import { SettingsPatch, SiteSettings } from './schema.ts';
import {
  Checked,
  GatewayItem,
  GatewayName,
  SaveAlipay,
  SaveStripe,
  SaveTransfer,
  SaveWechat,
} from './schema/gateways.ts';
import { changeSettings, getSiteSettings } from './service.ts';
import {
  checkAccount,
  listAccounts,
  openAccountFor,
  saveAccount,
} from './service/keep-accounts.ts';

/** The operator's settings over HTTP. */
export const settingsApi: readonly Route[] = [
  apiRoute({
    method: 'GET',
    path: '/settings',
    may: mayReadSettings,
    summary: { zh: '站点设置', en: 'Settings of the site' },
    answer: SiteSettings,
    run: (ctx) => getSiteSettings(ctx),
  }),
  apiRoute({
    method: 'PATCH',
    path: '/settings',
    may: mayChangeSettings,
    summary: { zh: '修改站点设置', en: 'Change settings of the site' },
    body: SettingsPatch,
    answer: SiteSettings,
    run: (ctx, { body }) => changeSettings(ctx, body),
  }),
  apiRoute({
    method: 'GET',
    path: '/gateway-accounts',
    may: mayReadSettings,
    summary: { zh: '支付渠道账号', en: 'Accounts with payment gateways' },
    answer: z.object({ items: z.array(GatewayItem) }),
    run: async (ctx) => ({ items: await listAccounts(ctx) }),
  }),
  apiRoute({
    method: 'PUT',
    path: '/gateway-accounts/wechat',
    may: mayChangeSettings,
    summary: { zh: '保存微信支付账号', en: 'Save the account with WeChat Pay' },
    body: SaveWechat,
    run: (ctx, { body }) => saveAccount(ctx, 'wechat', body),
  }),
  apiRoute({
    method: 'PUT',
    path: '/gateway-accounts/alipay',
    may: mayChangeSettings,
    summary: { zh: '保存支付宝账号', en: 'Save the account with Alipay' },
    body: SaveAlipay,
    run: (ctx, { body }) => saveAccount(ctx, 'alipay', body),
  }),
  apiRoute({
    method: 'PUT',
    path: '/gateway-accounts/stripe',
    may: mayChangeSettings,
    summary: { zh: '保存 Stripe 账号', en: 'Save the account with Stripe' },
    body: SaveStripe,
    run: (ctx, { body }) => saveAccount(ctx, 'stripe', body),
  }),
  apiRoute({
    method: 'PUT',
    path: '/gateway-accounts/transfer',
    may: mayChangeSettings,
    summary: { zh: '保存银行转账的收款账户', en: 'Save where bank transfers go' },
    body: SaveTransfer,
    run: (ctx, { body }) => saveAccount(ctx, 'transfer', body),
  }),
  apiRoute({
    method: 'POST',
    path: '/gateway-accounts/:kind/check',
    may: mayChangeSettings,
    summary: { zh: '检查支付渠道账号', en: 'Ask a gateway whether its account works' },
    params: GatewayName,
    answer: Checked,
    run: (ctx, { params }) => checkAccount(ctx, params.kind),
  }),
  apiRoute({
    method: 'PUT',
    path: '/gateway-accounts/:kind/opening',
    may: mayChangeSettings,
    summary: { zh: '启用支付渠道', en: 'Take payments by a gateway' },
    params: GatewayName,
    run: (ctx, { params }) => openAccountFor(ctx, params.kind, true),
  }),
  apiRoute({
    method: 'DELETE',
    path: '/gateway-accounts/:kind/opening',
    may: mayChangeSettings,
    summary: { zh: '停用支付渠道', en: 'Take no new payments by a gateway' },
    params: GatewayName,
    run: (ctx, { params }) => openAccountFor(ctx, params.kind, false),
  }),
];
