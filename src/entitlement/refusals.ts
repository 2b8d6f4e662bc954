import { refuser } from '#kernel/refusal.ts';

export const refuse = refuser({
  'entitlement.already_owned': {
    status: 409,
    zh: '这位学员已经拥有这门课程',
    en: 'This learner already has this course.',
  },
  'entitlement.unknown': { status: 404, zh: '没有这项权益', en: 'There is no such right of use.' },
  'entitlement.no_user': { status: 422, zh: '没有这位用户', en: 'There is no such user.' },
  'entitlement.not_published': {
    status: 409,
    zh: '课程还没有发布，不能开通',
    en: 'The course is not published yet.',
  },
  'entitlement.in_the_past': {
    status: 422,
    zh: '到期时间必须晚于现在',
    en: 'The end must lie in the future.',
  },
});
