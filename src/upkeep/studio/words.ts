import type { Words } from '#kernel/locale.ts';

/** What the screen of jobs says. */
export const jobWords = {
  lead: {
    zh: '后台任务失败后会自动重试八次，仍不成功的搁置在这里。排除原因后点“重试”即可，已经做过的事不会做第二遍。',
    en: 'A background job that fails is tried eight times more; what still fails is laid aside here. Mend the cause and let it try again: nothing is done twice.',
  },
  reaction: { zh: '任务', en: 'Job' },
  about: { zh: '内容', en: 'About' },
  failure: { zh: '失败原因', en: 'Failure' },
  begun: { zh: '开始时间', en: 'Begun' },
  buried: { zh: '搁置时间', en: 'Laid aside' },
  retry: { zh: '重试', en: 'Try again' },
  retried: {
    zh: '已重新排队，几秒钟内就会再试',
    en: 'It is in line again and will be tried in a few seconds',
  },
} as const satisfies Record<string, Words>;
