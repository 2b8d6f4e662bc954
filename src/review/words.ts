import type { Words } from '#kernel/locale.ts';
import type { LetterWords } from '#platform/mail.ts';
import type {
  AppealState,
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
  lessons: {
    zh: '至少有一课；套餐则至少有一部在售的作品',
    en: 'Have at least one lesson; a bundle, one work that is on sale',
  },
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

/** How an appeal stands. */
export const appealStateWords: Readonly<Record<AppealState, Words>> = {
  open: { zh: '待处理', en: 'Open' },
  upheld: { zh: '申诉成立', en: 'Upheld' },
  rejected: { zh: '申诉不成立', en: 'Rejected' },
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
  'work.taken_down': { zh: '课程被平台下架了', en: 'the house had taken the course down' },
  'work.unknown': { zh: '课程已被删除', en: 'the course had been deleted' },
};

/** Why a plan could not be carried out, of a refusal's code. */
export function planFailureWords(code: string): Words {
  return failureWords[code] ?? changedWords;
}

/** What those who decide are told when submissions are overdue. */
export const reminderWords: LetterWords = {
  subject: { zh: '有 {n} 份送审超过了时限', en: 'Overdue for review: {n}' },
  body: {
    zh: '等您处理的送审中，有 {n} 份超过了时限，讲师还在等结论。每天最多提醒一次。',
    en: 'Submissions that wait for you and are overdue: {n}. Their creators are still waiting. This letter comes once a day at most.',
  },
};

/** What creators are told by letter. */
export const letterWords = {
  approved: {
    subject: { zh: '《{title}》通过了审核', en: '{title} was approved' },
    body: {
      zh: '您送审的《{title}》通过了审核，已发布，或将在约定的时间发布。',
      en: 'What you handed in of {title} was approved. It is published, or will be at the time that was set.',
    },
  },
  returned: {
    subject: { zh: '《{title}》被退回修改', en: '{title} was returned' },
    body: {
      zh: '您送审的《{title}》需要修改。请到工作台查看理由和批注，改好后重新送审；也可以申诉一次。',
      en: 'What you handed in of {title} needs changes. Read the reasons and comments in the studio, then hand it in again; you may also appeal once.',
    },
  },
  taken_down: {
    subject: { zh: '《{title}》被平台下架', en: '{title} was taken down' },
    body: {
      zh: '《{title}》被平台下架，现在对所有人关闭。理由在工作台里，您可以申诉一次。',
      en: '{title} was taken down and is closed to everybody now. The reasons are in the studio; you may appeal once.',
    },
  },
  restored: {
    subject: { zh: '《{title}》已恢复', en: '{title} was restored' },
    body: {
      zh: '《{title}》已恢复到下架前的样子。',
      en: '{title} is again as it was before it was taken down.',
    },
  },
  upheld: {
    subject: { zh: '您对《{title}》的申诉成立', en: 'Your appeal for {title} was upheld' },
    body: {
      zh: '您对《{title}》的申诉成立，原决定已撤销。答复在工作台里。',
      en: 'Your appeal for {title} was upheld, and the decision is undone. The answer is in the studio.',
    },
  },
  rejected: {
    subject: { zh: '您对《{title}》的申诉不成立', en: 'Your appeal for {title} was rejected' },
    body: {
      zh: '您对《{title}》的申诉不成立，原决定不变。答复在工作台里。',
      en: 'Your appeal for {title} was rejected, and the decision stands. The answer is in the studio.',
    },
  },
} as const satisfies Record<string, LetterWords>;
export type Tiding = keyof typeof letterWords;
