import { refuser } from '#kernel/refusal.ts';

export const refuse = refuser({
  'claim.unknown': { status: 404, zh: '没有这份侵权投诉', en: 'There is no such claim.' },
  'claim.work_unknown': {
    status: 404,
    zh: '没有这个作品，或者它已经下架',
    en: 'There is no such work, or it is closed already.',
  },
  'claim.signature': {
    status: 422,
    zh: '签名要和姓名一致',
    en: 'Sign with the name that you gave.',
  },
  'claim.own': {
    status: 409,
    zh: '涉及您自己作品的投诉，要由别人处理',
    en: 'A claim against a work of your own is for somebody else.',
  },
  'claim.passed': {
    status: 409,
    zh: '这份投诉已经不在这一步了，请刷新后再看',
    en: 'This claim has gone on since. Reload it.',
  },
});
