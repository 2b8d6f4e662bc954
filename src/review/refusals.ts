import { refuser } from '#kernel/refusal.ts';

export const refuse = refuser({
  'submission.unknown': { status: 404, zh: '没有这份送审', en: 'There is no such submission.' },
  'submission.incomplete': {
    status: 409,
    zh: '还不能送审，请先完成：{missing}',
    en: 'Not ready for review yet. Missing: {missing}.',
  },
  'submission.already_open': {
    status: 409,
    zh: '课程已在审核中',
    en: 'This course is already in review.',
  },
  'submission.none_open': {
    status: 409,
    zh: '课程不在审核中',
    en: 'This course is not in review.',
  },
  'submission.decided': {
    status: 409,
    zh: '这份送审已经有结论了',
    en: 'This submission has already been decided.',
  },
  'submission.other_stage': {
    status: 409,
    zh: '这份送审已进入另一个审核阶段，请刷新后再看',
    en: 'This submission stands in another stage by now. Reload it.',
  },
  'submission.assigned': {
    status: 409,
    zh: '这份送审已由另一位审核员领取',
    en: 'Another reviewer has taken this submission.',
  },
  'submission.not_yours': {
    status: 409,
    zh: '这份送审不在您手里',
    en: 'You have not taken this submission.',
  },
  'submission.four_eyes': {
    status: 409,
    zh: '您做过这份送审的初审，复审要由另一个人来做',
    en: 'You made the first review: the deep one is for somebody else.',
  },
  'submission.not_expert': {
    status: 409,
    zh: '这个分类的复审由分类专家来做',
    en: 'The deep review of this category is for its experts.',
  },
  'finding.nothing_failed': {
    status: 422,
    zh: '请指出清单里哪一项不符合',
    en: 'Name the points of the checklist that are not right.',
  },
  'finding.point_failed': {
    status: 422,
    zh: '清单还有不符合的项目，不能通过',
    en: 'It cannot pass while a point of the checklist is not right.',
  },
  'finding.reasons_missing': {
    status: 422,
    zh: '请写明退回的理由',
    en: 'Say why it is returned.',
  },
  'finding.marks_missing': {
    status: 422,
    zh: '请为每一项打分',
    en: 'Give every criterion a mark.',
  },
  'finding.mark_low': {
    status: 422,
    zh: '有低于 3 分的项目，不能通过',
    en: 'It cannot pass with a mark below 3.',
  },
  'finding.note_missing': {
    status: 422,
    zh: '低于 3 分的项目要写明原因',
    en: 'Say why for every mark below 3.',
  },
  'comment.unknown': { status: 404, zh: '没有这条批注', en: 'There is no such comment.' },
  'comment.not_yours': {
    status: 409,
    zh: '这条批注是另一位审核员写的',
    en: 'Another reviewer wrote this comment.',
  },
  'comment.lesson_unknown': {
    status: 422,
    zh: '这门课里没有这一课',
    en: 'There is no such lesson in this course.',
  },
  'comment.told': {
    status: 409,
    zh: '审核结论已发给讲师，批注不能再撤回',
    en: 'The creator has been told: the comment stays.',
  },
  'review_rules.changed': {
    status: 409,
    zh: '规则刚刚被别人改过，请刷新后再改',
    en: 'Somebody else has just changed the rules. Reload them.',
  },
  'expert.not_reviewer': {
    status: 422,
    zh: '请先给这个人审核员的角色',
    en: 'Give this person the role of a reviewer first.',
  },
  'expert.category_unknown': {
    status: 422,
    zh: '没有这个分类',
    en: 'There is no such category.',
  },
  'expert.unknown': {
    status: 404,
    zh: '这个人不是这个分类的专家',
    en: 'This person is no expert of this category.',
  },
  'submission.taken_down': {
    status: 409,
    zh: '课程被平台下架了，恢复之前不能送审；可以申诉',
    en: 'The house took this course down: it cannot be handed in before it is restored. You may appeal.',
  },
  'submission.not_simple': {
    status: 409,
    zh: '这一份要单独审：首次发布、定了时间或机器有发现的不能批量通过',
    en: 'Look at this one by itself: a first publication, one with a time, or one in which the machine found something.',
  },
  'takedown.unknown': { status: 404, zh: '没有这次下架', en: 'There is no such takedown.' },
  'takedown.lifted': {
    status: 409,
    zh: '这门课程已经恢复了',
    en: 'This course has already been restored.',
  },
  'appeal.unknown': { status: 404, zh: '没有这份申诉', en: 'There is no such appeal.' },
  'appeal.nothing': {
    status: 409,
    zh: '没有可以申诉的决定：它已经改变，或者您已重新送审',
    en: 'There is nothing to appeal against: it was changed, or the course was handed in anew.',
  },
  'appeal.made': {
    status: 409,
    zh: '每个决定只能申诉一次，您已经申诉过了',
    en: 'Every decision can be appealed against once, and you have done so.',
  },
  'appeal.judge': {
    status: 409,
    zh: '申诉要由没有做过原决定的人来处理',
    en: 'An appeal is decided by somebody who did not decide before.',
  },
  'appeal.decided': {
    status: 409,
    zh: '这份申诉已经有结论了',
    en: 'This appeal has already been decided.',
  },
  'submission.own': {
    status: 403,
    zh: '不能审核自己的课程',
    en: 'You may not review your own course.',
  },
  'plan.past': {
    status: 422,
    zh: '时间要在一分钟以后、一年以内',
    en: 'The time has to be at least a minute and at most a year from now.',
  },
  'plan.unknown': { status: 404, zh: '没有这个定时安排', en: 'There is no such plan.' },
  'plan.settled': {
    status: 409,
    zh: '这个定时安排已经执行或取消了',
    en: 'This plan has already been carried out or called off.',
  },
  'plan.waiting': {
    status: 409,
    zh: '这门课程已经安排了下架时间，请先取消原来的',
    en: 'A time to withdraw this course is already set: call it off first.',
  },
});
