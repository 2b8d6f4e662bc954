import type { Words } from '#kernel/locale.ts';
import type { RuleScope, RuleState } from './types.ts';

/** What a rule is about. */
export const ruleScopeWords = {
  site: { zh: '全站', en: 'Site' },
  category: { zh: '分类', en: 'Category' },
  creator: { zh: '讲师', en: 'Instructor' },
  work: { zh: '课程', en: 'Course' },
} as const satisfies Record<RuleScope, Words>;

/** How a rule stands. */
export const ruleStateWords = {
  in_force: { zh: '生效中', en: 'In force' },
  planned: { zh: '未开始', en: 'Planned' },
  ended: { zh: '已结束', en: 'Ended' },
} as const satisfies Record<RuleState, Words>;
