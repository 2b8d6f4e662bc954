import type { Words } from '#kernel/locale.ts';
import type { Role } from '#platform/policy.ts';

/** How an account stands. */
export const userStateWords = {
  active: { zh: '正常', en: 'Active' },
  banned: { zh: '已封禁', en: 'Banned' },
  deleted: { zh: '已注销', en: 'Deleted' },
} as const satisfies Record<string, Words>;

/** What a person is besides a learner. */
export const roleWords = {
  owner: { zh: '站长', en: 'Owner' },
  finance: { zh: '财务', en: 'Finance' },
  reviewer: { zh: '审核员', en: 'Reviewer' },
  creator: { zh: '讲师', en: 'Creator' },
} as const satisfies Record<Role, Words>;
