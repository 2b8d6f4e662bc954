import type { Words } from '#kernel/locale.ts';

/** What the audit screen says. */
export const auditWords = {
  lead: {
    zh: '工作人员做过的每一件事，只增不改。',
    en: 'Everything that staff did; nothing is ever changed.',
  },
  at: { zh: '时间', en: 'At' },
  deed: { zh: '操作', en: 'Deed' },
  actor: { zh: '操作人', en: 'Who' },
  house: { zh: '系统', en: 'The house' },
  subject: { zh: '对象', en: 'Subject' },
  about: { zh: '类别', en: 'About' },
  only: { zh: '只看与此有关的', en: 'Show only this' },
  onlySubject: { zh: '只看一个对象', en: 'One subject' },
  onlyActor: { zh: '只看一位操作人', en: 'One person' },
  detail: { zh: '详情', en: 'Detail' },
  ip: { zh: '地址', en: 'Address' },
} as const satisfies Record<string, Words>;
