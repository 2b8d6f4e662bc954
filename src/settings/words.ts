import type { Words } from '#kernel/locale.ts';
import type { Finding, GatewayKind } from './types.ts';

/** What people call a provider. */
export const gatewayKindWords = {
  wechat: { zh: '微信支付', en: 'WeChat Pay' },
  alipay: { zh: '支付宝', en: 'Alipay' },
  stripe: { zh: 'Stripe', en: 'Stripe' },
  transfer: { zh: '银行转账', en: 'Bank transfer' },
} as const satisfies Record<GatewayKind, Words>;

/** What a check found, and what to do. */
export const findingWords = {
  works: {
    zh: '连接正常：编号和密钥都对，平台的回答也验证通过。启用前，建议先用一分钱的商品付一次、退一次。',
    en: 'It works: numbers and keys are right, and the provider’s answer was verified. Before opening it, pay and refund one fen once.',
  },
  test: {
    zh: '连接正常，但这是测试密钥：买家付的不是真钱，课程却会开通。只在试用时启用，正式收款请换成 sk_live_ 开头的密钥。',
    en: 'It works, with a test key: nobody pays real money, and courses open all the same. Open it for trials only; to be paid, use a key that begins with sk_live_.',
  },
  unheard: {
    zh: '密钥是对的，但平台没有往我们的通知地址发通知：请在 Stripe 后台 → Developers → Webhooks 添加上面的通知地址，勾选 checkout.session.* 和 refund.* 事件。没有通知也能收款，只是到账会晚几十秒才知道。',
    en: 'The key is right, but the provider sends no notices to our address. Add the address above in Stripe under Developers → Webhooks, with the events checkout.session.* and refund.*. Payments come through without, but are seen up to a minute late.',
  },
  silent: {
    zh: '接口没有回答：请检查接口地址，以及这台服务器能不能访问外网。',
    en: 'No answer: check the address, and whether this server can reach the internet.',
  },
  unproved: {
    zh: '对方回答了，但回答的签名验证不了：请核对平台公钥（和它的编号），不要填成自己的公钥；编号填错时也会这样。',
    en: 'An answer came whose signature cannot be verified: check the provider’s public key (and its serial), which is not your own; a wrong number does this as well.',
  },
  rejected: {
    zh: '平台拒绝了我们的请求：编号和私钥不是一套，或这个产品还没有开通。请核对编号、私钥，并到平台后台确认已签约。',
    en: 'The provider turned the request down: numbers and private key do not belong together, or the product is not signed for. Check both, and the contract.',
  },
  trouble: {
    zh: '平台暂时繁忙，请过几分钟再检查一次。',
    en: 'The provider is in trouble just now. Check again in some minutes.',
  },
  unreadable: {
    zh: '保存的密钥打不开了，多半是数据目录里的 secret.key 换过：请重新填写账号和密钥。',
    en: 'The secrets that were saved cannot be opened, most likely because secret.key in the data folder is another: enter them again.',
  },
} as const satisfies Record<Finding, Words>;
