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
