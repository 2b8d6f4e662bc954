import type { Words } from '#kernel/locale.ts';
import type {
  Check,
  Criterion,
  PlannedDeed,
  PlanState,
  Point,
  Stage,
  Trust,
  Way,
} from './types.ts';

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

/** The looks that a work goes through. */
export const stageWords: Readonly<Record<Stage, Words>> = {
  first: { zh: '初审', en: 'First review' },
  deep: { zh: '复审', en: 'Deep review' },
};

/** What rules ask for. */
export const wayWords: Readonly<Record<Way, Words>> = {
  first: { zh: '只初审', en: 'First review only' },
  deep: { zh: '只复审', en: 'Deep review only' },
  both: { zh: '初审后复审', en: 'First, then deep review' },
};

/** How far a creator is trusted. */
export const trustWords: Readonly<Record<Trust, Words>> = {
  new: { zh: '新讲师（还没有通过的作品）', en: 'New: nothing approved yet' },
  known: { zh: '一般（有作品通过）', en: 'Known: something approved' },
  trusted: {
    zh: '可信（通过三次，近半年没有退回）',
    en: 'Trusted: three approvals, nothing returned for half a year',
  },
};

/** What the first review looks at. */
export const pointWords: Readonly<Record<Point, Words>> = {
  face: {
    zh: '标题、简介和封面如实说明课程内容',
    en: 'Title, summary and cover say truly what the course holds',
  },
  lessons: { zh: '每一课都能打开，内容完整', en: 'Every lesson opens and is whole' },
  trial: { zh: '试学内容足以判断要不要买', en: 'What can be tried is enough to decide by' },
  rights: {
    zh: '文字、图片、音视频有权使用，引用写明出处',
    en: 'Texts, pictures and media may be used, and sources are named',
  },
  law: { zh: '没有违法违规的内容', en: 'Nothing in it breaks the law or the rules of the house' },
  promises: {
    zh: '没有夸大的承诺，不引到站外交易',
    en: 'No promises that nobody can keep, no trade led elsewhere',
  },
};

/** What the deep review marks. */
export const criterionWords: Readonly<Record<Criterion, Words>> = {
  accuracy: { zh: '准确', en: 'Accuracy' },
  usefulness: { zh: '实用', en: 'Usefulness' },
  completeness: { zh: '完整', en: 'Completeness' },
  compliance: { zh: '合规', en: 'Compliance' },
};

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
