import { refuser } from '#kernel/refusal.ts';

export const refuse = refuser({
  'team.unknown': { status: 404, zh: '没有这个团', en: 'There is no such team.' },
  'team.full': {
    status: 409,
    zh: '这个团刚刚满员了，您可以自己开一个团',
    en: 'This team has just become full: you can open one of your own.',
  },
  'team.over': {
    status: 410,
    zh: '这个团的时间已经过了，您可以自己开一个团',
    en: 'The time of this team is over: you can open one of your own.',
  },
  'team.filling': {
    status: 409,
    zh: '您的团已经成团，课程马上开通；开通后可以按退款规则申请退款',
    en: 'Your team is complete and the course opens in a moment; after that you can ask for a refund as usual.',
  },
});
