import { refuser } from '#kernel/refusal.ts';

/** What feeds are refused for. */
export const refuse = refuser({
  'feed.unknown': { status: 404, zh: '没有这个订阅地址', en: 'There is no such feed.' },
  'feed.ended': {
    status: 410,
    zh: '这个播客地址已经停用。请登录书院，在账号页重新生成',
    en: 'This podcast address has ended: sign in, and make another on your account page.',
  },
  'feed.no_episode': { status: 404, zh: '没有这一集', en: 'There is no such episode.' },
});
