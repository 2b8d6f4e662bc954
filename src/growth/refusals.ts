import { refuser } from '#kernel/refusal.ts';

export const refuse = refuser({
  'growth.unknown_tier': {
    status: 422,
    zh: '等级要送的会员不存在了，请重新选择',
    en: 'A membership that a level should give is not there. Please choose again.',
  },
  'growth.same_threshold': {
    status: 422,
    zh: '两个等级的成长值门槛相同，请改成不同的数',
    en: 'Two levels have the same threshold. Please make them differ.',
  },
  'growth.no_user': { status: 422, zh: '没有这位用户', en: 'There is no such user.' },
  'growth.too_little': {
    status: 422,
    zh: '扣减的比 TA 现有的成长值还多',
    en: 'This takes more than they have.',
  },
  'growth.changed': {
    status: 409,
    zh: '成长规则刚被别人改过，请刷新后再改',
    en: 'Somebody else has just changed the rules of growth. Please look again before you change them.',
  },
});
