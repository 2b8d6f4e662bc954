import { refuser } from '#kernel/refusal.ts';

export const refuse = refuser({
  'settings.no_account': {
    status: 409,
    zh: '还没有填写这个渠道的账号，请先保存',
    en: 'This gateway has no account yet. Save one first.',
  },
  'settings.secret_needed': {
    status: 422,
    zh: '第一次保存时，私钥和密钥都要填写',
    en: 'Private keys and shared secrets are needed the first time.',
  },
  'settings.bad_private_key': {
    status: 422,
    zh: '私钥读不出来：请粘贴完整的私钥（应用私钥或 apiclient_key.pem 的全部内容），不要粘贴公钥或证书',
    en: 'The private key cannot be read. Paste all of it (the app’s private key, or apiclient_key.pem), not a public key or certificate.',
  },
  'settings.bad_key': {
    status: 422,
    zh: '公钥读不出来：请粘贴支付平台给您的公钥（支付宝公钥或微信支付公钥），不是您自己的公钥，也不是私钥',
    en: 'The public key cannot be read. Paste the one that the provider gave you, not your own and not a private key.',
  },
  'settings.address_not_open': {
    status: 422,
    zh: '接口地址必须以 https:// 开头，并且不在本机',
    en: 'The address begins with https:// and is not this machine.',
  },
  'settings.unknown_gateway': {
    status: 422,
    zh: '没有叫“{name}”的支付渠道，请从已接入的渠道里选一个：{known}',
    en: 'There is no gateway named “{name}”. Choose one that is connected: {known}.',
  },
});
