import type { Words } from '#kernel/locale.ts';
import type { Check, PlannedDeed, PlanState } from './types.ts';

/** What each line of the checklist asks for. */
export const checkWords: Readonly<Record<Check, Words>> = {
  title: { zh: '写好课程标题', en: 'Give the course a title' },
  summary: { zh: '写好课程简介', en: 'Write a summary' },
  lessons: { zh: '至少有一课', en: 'Have at least one lesson' },
  empty_lessons: { zh: '每一节图文课都有正文', en: 'Every text lesson has a text' },
  price: { zh: '定好价格（免费请填 0）', en: 'Set a price (0 for free)' },
  media_ready: { zh: '所有音视频和文件都已处理完成', en: 'All media have been prepared' },
};

/** How a submission stands. */
export const submissionWords = {
  open: { zh: '待审核', en: 'Open' },
  approved: { zh: '已通过', en: 'Approved' },
  returned: { zh: '已退回', en: 'Returned' },
  withdrawn: { zh: '已撤回', en: 'Taken back' },
} as const satisfies Record<string, Words>;

/** What can be planned. */
export const planWords: Readonly<Record<PlannedDeed, Words>> = {
  publish: { zh: '定时发布', en: 'Publication' },
  withdraw: { zh: '定时下架', en: 'Withdrawal' },
};

/** How a plan stands. */
export const planStateWords: Readonly<Record<PlanState, Words>> = {
  waiting: { zh: '等待中', en: 'Waiting' },
  done: { zh: '已执行', en: 'Done' },
  cancelled: { zh: '已取消', en: 'Called off' },
  failed: { zh: '未能执行', en: 'Could not be done' },
};

const changedWords: Words = {
  zh: '到时的条件已经不满足，请检查课程后重新安排',
  en: 'at that time the course was not fit for it; look at it and plan again',
};
const failureWords: Readonly<Record<string, Words>> = {
  'work.unpriced': { zh: '课程没有价格', en: 'the course had no price' },
  'work.empty': { zh: '课程里没有课时', en: 'the course had no lesson' },
  'work.not_published': { zh: '课程当时不在货架上', en: 'the course was not on the shelf' },
  'work.unknown': { zh: '课程已被删除', en: 'the course had been deleted' },
};

/** Why a plan could not be carried out, of a refusal's code. */
export function planFailureWords(code: string): Words {
  return failureWords[code] ?? changedWords;
}
