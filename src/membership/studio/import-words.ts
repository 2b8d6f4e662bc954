import type { Words } from '#kernel/locale.ts';

/** What the dialog says that brings members from a file. */
export const importWords = {
  open: { zh: '导入会员', en: 'Import members' },
  title: { zh: '导入会员', en: 'Import members' },
  lead: {
    zh: 'CSV 文件，第一行是列名：email（必填）、name、tier、ends_at。也可以直接用本站导出的会员列表，或 Ghost 导出的 members.csv。没有账号的人会自动建立账号（无密码，用邮箱验证码登录）。请只导入同意过您保存其邮箱的人。',
    en: 'A CSV file whose first line names its columns: email (needed), name, tier, ends_at. The list that this screen exports and the members.csv of Ghost are read as they are. Who has no account gets one, without a password: they sign in by a mailed code. Bring only people who agreed that you keep their address.',
  },
  file: { zh: '选择文件', en: 'Choose the file' },
  quotes: { zh: '文件里有没闭合的引号', en: 'A quote in the file is not closed.' },
  columns: { zh: '第一行没有 email 这一列', en: 'The first line names no column “email”.' },
  long: {
    zh: '文件里有过长的单元格，它不像会员名单',
    en: 'A cell is too long: this is no list of members.',
  },
  empty: { zh: '文件里没有会员', en: 'There is nobody in the file.' },
  found: { zh: '共 {n} 行', en: '{n} lines' },
  means: { zh: '文件里的“{name}”对应', en: '“{name}” in the file means' },
  others: { zh: '没写等级的人', en: 'Who has no tier in the file' },
  leaveOut: { zh: '不导入', en: 'Leave out' },
  until: {
    zh: '没写到期时间的，最后一天（留空为长期）',
    en: 'Last day where the file says none (empty: for good)',
  },
  tell: { zh: '给新会员发一封邮件', en: 'Write to new members' },
  check: { zh: '预览', en: 'Preview' },
  checking: { zh: '正在逐行检查…', en: 'Looking at each line…' },
  bringing: {
    zh: '正在导入，请不要关闭页面…',
    en: 'Bringing them in. Please keep this page open…',
  },
  bring: { zh: '导入 {n} 人', en: 'Import {n} people' },
  would: {
    zh: '可以导入 {n} 人，其中新建账号 {accounts} 个',
    en: '{n} people can be taken; {accounts} accounts would be made.',
  },
  done: {
    zh: '已导入：新建账号 {accounts} 个，开通会员 {memberships} 个，更新到期时间 {moved} 个',
    en: 'Done: {accounts} accounts made, {memberships} memberships begun, {moved} ends moved.',
  },
  left: { zh: '不能导入的 {n} 行', en: '{n} lines that cannot be taken' },
  line: { zh: '行', en: 'Line' },
  why: { zh: '原因', en: 'Why' },
  again: {
    zh: '已经导入的不会重复，再试一次即可从头继续。',
    en: 'What is in stays and is not doubled: try again and it goes on.',
  },
} as const satisfies Record<string, Words>;
