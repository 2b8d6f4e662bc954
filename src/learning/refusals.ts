import { refuser } from '#kernel/refusal.ts';

export const refuseLearning = refuser({
  'learning.not_entitled': {
    status: 403,
    zh: '这一课需要先拥有课程才能学习',
    en: 'This lesson is for those who have the course.',
  },
  'learning.not_open_yet': {
    status: 403,
    zh: '这一课还没有开放：{at}（北京时间）起可以学习',
    en: 'This lesson is not open yet: it opens at {at}, Beijing time.',
  },
  'learning.needs_first': {
    status: 403,
    zh: '这一课要先学完：{lessons}',
    en: 'Some lessons come before this one: {lessons}',
  },
  'learning.closed': {
    status: 403,
    zh: '这一课的学习期限已过：已于 {at}（北京时间）结束',
    en: 'This lesson is closed: your time for it ended at {at}, Beijing time.',
  },
  'learning.taken_down': {
    status: 410,
    zh: '这门课程被平台暂时下架，课时现在打不开；恢复后可以继续学习',
    en: 'The house has taken this course down for now. You can go on when it is restored.',
  },
  'learning.unknown_lesson': { status: 404, zh: '没有这一课', en: 'There is no such lesson.' },
});
