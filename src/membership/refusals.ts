import { refuser } from '#kernel/refusal.ts';

export const refuse = refuser({
  'tier.unknown': { status: 404, zh: '没有这个会员等级', en: 'There is no such membership tier.' },
  'tier.name_taken': {
    status: 409,
    zh: '已经有同名的会员等级，请换一个名称',
    en: 'Another tier has this name. Please choose a different one.',
  },
  'tier.unknown_subject': {
    status: 422,
    zh: '会员范围里的分类、讲师或作品不存在了，请重新选择',
    en: 'A category, instructor or work that the tier should cover is not there. Please choose again.',
  },
  'tier.has_members': {
    status: 409,
    zh: '这个等级有过会员或订单，不能删除；可以停止招募',
    en: 'This tier has had members or orders and cannot be deleted. Close it instead.',
  },
  'tier.closed': {
    status: 409,
    zh: '这个会员等级已停止招募，不能再开通',
    en: 'This tier is closed: nobody new can be let in.',
  },
  'tier.plan_twice': {
    status: 422,
    zh: '同一个周期只能有一个价格',
    en: 'There can be only one price for each period.',
  },
  'membership.unknown': {
    status: 404,
    zh: '没有这个会员资格',
    en: 'There is no such membership.',
  },
  'membership.no_user': { status: 422, zh: '没有这位用户', en: 'There is no such user.' },
  'membership.in_the_past': {
    status: 422,
    zh: '到期时间必须晚于现在（已是会员的，要晚于现有会员的到期时间）',
    en: 'The end must lie in the future, and after the end of the membership that runs.',
  },
  'membership.for_good': {
    status: 409,
    zh: '这位用户已经是这个等级的永久会员',
    en: 'This person is a member of this tier for good already.',
  },
  'membership.paused': {
    status: 409,
    zh: '会员资格已暂停',
    en: 'The membership is paused already.',
  },
  'membership.not_paused': {
    status: 409,
    zh: '会员资格没有暂停',
    en: 'The membership is not paused.',
  },
  'membership.over': {
    status: 409,
    zh: '会员资格已经结束',
    en: 'The membership is over already.',
  },
});
