import { z } from 'zod';
import { findings, gatewayKinds, type GatewayKind } from '../types.ts';

const digits = (min: number, max: number) =>
  z
    .string()
    .trim()
    .regex(new RegExp(`^\\d{${min},${max}}$`));
const key = z.string().trim().min(1).max(8_000);
const address = z.url({ protocol: /^https?$/ }).max(200);
/** What the provider keeps of a payment, as the contract says. */
const feeBps = z.int().min(0).max(1_000);

/** What is no secret of an account with WeChat Pay. */
export const WechatAccount = z.object({
  mchid: digits(8, 12),
  appid: z
    .string()
    .trim()
    .regex(/^wx[0-9a-z]{16}$/),
  /** Of the merchant's certificate. */
  merchantSerial: z
    .string()
    .trim()
    .regex(/^[0-9A-Fa-f]{16,64}$/),
  /** `PUB_KEY_ID_…`, or the serial of the platform's certificate. */
  platformSerial: z
    .string()
    .trim()
    .regex(/^[0-9A-Za-z_]{16,80}$/),
  platformKey: key,
  feeBps,
  address,
});

/** What is no secret of an account with Alipay. */
export const AlipayAccount = z.object({
  appId: digits(16, 20),
  sellerId: digits(16, 16),
  alipayKey: key,
  feeBps,
  address,
});

/** What is no secret of an account with Stripe. */
export const StripeAccount = z.object({
  feeBps,
  /** What it keeps of each payment besides, minor units. */
  feeFixed: z.int().min(0).max(1_000),
  address,
});

/** Where buyers send money from their bank, in their words; nothing of it is secret. */
export const TransferAccount = z.object({
  payee: z.string().trim().min(1).max(60),
  bank: z.string().trim().min(1).max(80),
  number: z.string().trim().min(4).max(40),
  noteZh: z.string().trim().max(300).default(''),
  noteEn: z.string().trim().max(300).default(''),
  /** How long an order waits for the money. */
  days: z.int().min(1).max(14),
});
export type TransferAccount = z.infer<typeof TransferAccount>;

export const WechatSecrets = z.object({
  merchantKey: key,
  /** 32 ASCII characters. */
  apiV3Key: z
    .string()
    .trim()
    .regex(/^[\x21-\x7e]{32}$/),
});
export const AlipaySecrets = z.object({ appKey: key });

export const StripeSecrets = z.object({
  secretKey: z
    .string()
    .trim()
    .regex(/^[rs]k_(live|test)_[0-9A-Za-z]{10,240}$/),
  /** Two, with a space between them, while one is replaced by the other. */
  webhookSecret: z
    .string()
    .trim()
    .regex(/^whsec_[0-9A-Za-z+/=]{10,100}(\s+whsec_[0-9A-Za-z+/=]{10,100})?$/),
});

/** An account as it is saved; a secret that is left out stays as it is. */
export const SaveWechat = WechatAccount.extend(WechatSecrets.partial().shape).strict();
export const SaveAlipay = AlipayAccount.extend(AlipaySecrets.partial().shape).strict();
export const SaveStripe = StripeAccount.extend(StripeSecrets.partial().shape).strict();
export const SaveTransfer = TransferAccount.strict();
export type SaveAccount =
  | z.infer<typeof SaveWechat>
  | z.infer<typeof SaveAlipay>
  | z.infer<typeof SaveStripe>
  | z.infer<typeof SaveTransfer>;

export const GatewayName = z.object({ kind: z.enum(gatewayKinds) });

/** An account as the studio shows it: no secret, only whether it is there. */
export const GatewayItem = z.object({
  kind: z.enum(gatewayKinds),
  isSet: z.boolean(),
  isOpen: z.boolean(),
  /** The one that buyers are offered first. */
  isFirst: z.boolean(),
  account: z.record(z.string(), z.union([z.string(), z.number()])).nullable(),
  /** Where the provider is to send its notices; null when nobody sends any. */
  noticeUrl: z.string().nullable(),
});
export type GatewayItem = z.infer<typeof GatewayItem>;

export const Checked = z.object({
  finding: z.enum(findings),
  /** The provider's own word, for its support. */
  detail: z.string().nullable(),
});
export type Checked = z.infer<typeof Checked>;

/** Where the providers really are. */
export const realAddresses = {
  wechat: 'https://api.mch.weixin.qq.com',
  alipay: 'https://openapi.alipay.com/gateway.do',
  stripe: 'https://api.stripe.com',
} as const satisfies Partial<Record<GatewayKind, string>>;
