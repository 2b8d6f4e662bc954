import { refuser } from '#kernel/refusal.ts';

export const refuse = refuser({
  'points.off': {
    status: 409,
    zh: '这里现在没有开放积分',
    en: 'There are no points to be had here at present.',
  },
  'points.too_few': {
    status: 422,
    zh: '积分不够：需要 {wanted}，您现在有 {balance}',
    en: 'Not enough points: this takes {wanted}, and you have {balance}.',
  },
  'points.no_user': { status: 422, zh: '没有这位用户', en: 'There is no such user.' },
  'points.too_little': {
    status: 422,
    zh: '扣减的比 TA 现有的积分还多',
    en: 'This takes more than they have.',
  },
  'points.changed': {
    status: 409,
    zh: '积分规则刚被别人改过，请刷新后再改',
    en: 'Somebody else has just changed the rules of points. Please look again before you change them.',
  },
});
