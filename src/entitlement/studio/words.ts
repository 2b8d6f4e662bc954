import type { Words } from '#kernel/locale.ts';

/** What the list of rights says. */
export const entitlementWords = {
  lead: { zh: '谁可以学什么，以及凭什么。', en: 'Who may learn what, and why.' },
  user: { zh: '学员', en: 'Learner' },
  work: { zh: '课程', en: 'Course' },
  source: { zh: '来源', en: 'Source' },
  reason: { zh: '说明', en: 'Reason' },
  from: { zh: '开始', en: 'From' },
  until: { zh: '到期', en: 'Until' },
  forEver: { zh: '长期', en: 'For ever' },
  revoked: { zh: '收回', en: 'Revoked' },
  grant: { zh: '开通课程', en: 'Give a course' },
  grantUser: { zh: '学员', en: 'Learner' },
  grantWork: { zh: '课程', en: 'Course' },
  findUser: { zh: '输入称呼、邮箱或手机查找', en: 'Type a name, e-mail or phone' },
  findWork: { zh: '输入课程名查找', en: 'Type a course’s name' },
  grantReason: { zh: '原因（记入操作日志）', en: 'Reason (kept in the audit log)' },
  granted: { zh: '已开通', en: 'Given.' },
  takeBack: { zh: '收回', en: 'Take back' },
  takeBackTitle: { zh: '收回“{name}”学习《{work}》的权限？', en: 'Take {work} back from {name}?' },
  takenBack: { zh: '已收回', en: 'Taken back.' },
} as const satisfies Record<string, Words>;
