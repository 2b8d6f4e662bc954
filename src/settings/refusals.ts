import { refuser } from '#kernel/refusal.ts';

export const refuse = refuser({
  'settings.unknown_gateway': {
    status: 422,
    zh: '没有叫“{name}”的支付渠道，请从已接入的渠道里选一个：{known}',
    en: 'There is no gateway named “{name}”. Choose one that is connected: {known}.',
  },
});
