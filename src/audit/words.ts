import type { Words } from '#kernel/locale.ts';
import type { Role } from '#platform/policy.ts';

/** What staff did, by the noun that a deed's name begins with. */
export const nounWords = {
  user: { zh: '用户', en: 'Users' },
  creator: { zh: '讲师', en: 'Instructors' },
  work: { zh: '课程', en: 'Courses' },
  submission: { zh: '审核', en: 'Reviews' },
  takedown: { zh: '强制下架', en: 'Takedowns' },
  appeal: { zh: '申诉', en: 'Appeals' },
  review: { zh: '审核规则', en: 'Rules of review' },
  category: { zh: '分类', en: 'Categories' },
  order: { zh: '订单', en: 'Orders' },
  payment: { zh: '对账', en: 'Reconciliation' },
  payout: { zh: '提现', en: 'Payouts' },
  commission: { zh: '平台佣金', en: 'Commission' },
  entitlement: { zh: '学习权益', en: 'Rights of use' },
  settings: { zh: '站点设置', en: 'Settings' },
  job: { zh: '后台任务', en: 'Jobs' },
} as const satisfies Record<string, Words>;

/** What staff did; a deed that is not here is told by its name. */
export const deedWords: Readonly<Record<string, Words>> = {
  'user.create': { zh: '创建用户', en: 'Made an account' },
  'user.grant_role': { zh: '授予角色', en: 'Gave a role' },
  'user.revoke_role': { zh: '收回角色', en: 'Took a role' },
  'user.ban': { zh: '封禁用户', en: 'Banned' },
  'user.unban': { zh: '解除封禁', en: 'Lifted a ban' },
  'creator.edit': { zh: '修改讲师主页', en: 'Changed a public page' },
  'feed.make': { zh: '生成私人播客地址', en: 'Made a podcast address' },
  'feed.end': { zh: '停用私人播客地址', en: 'Ended a podcast address' },
  'work.export': { zh: '导出课程包', en: 'Exported a course' },
  'work.edit': { zh: '代为修改课程', en: 'Edited a course' },
  'work.delete': { zh: '删除课程', en: 'Deleted a course' },
  'work.price': { zh: '修改课程价格', en: 'Set a price' },
  'work.withdraw': { zh: '下架课程', en: 'Took a course off the shelf' },
  'submission.open': { zh: '代为送审', en: 'Handed in' },
  'submission.approved': { zh: '审核通过', en: 'Approved' },
  'submission.returned': { zh: '审核退回', en: 'Returned' },
  'submission.passed_on': { zh: '初审通过，转复审', en: 'Passed on to the deep review' },
  'submission.take': { zh: '领取送审', en: 'Took a submission' },
  'submission.give_back': { zh: '放回送审', en: 'Gave a submission back' },
  'submission.assign': { zh: '指派审核员', en: 'Gave a submission to a reviewer' },
  'submission.settle': { zh: '标记批注', en: 'Marked a comment' },
  'takedown.make': { zh: '强制下架', en: 'Took a course down' },
  'takedown.lift': { zh: '恢复课程', en: 'Restored a course' },
  'appeal.upheld': { zh: '申诉成立', en: 'Upheld an appeal' },
  'appeal.rejected': { zh: '申诉不成立', en: 'Rejected an appeal' },
  'review.rules': { zh: '修改审核规则', en: 'Set the rules of review' },
  'review.appoint': { zh: '任命分类专家', en: 'Named an expert' },
  'review.dismiss': { zh: '免去分类专家', en: 'Let an expert go' },
  'category.add': { zh: '新增分类', en: 'Added a category' },
  'category.edit': { zh: '修改分类', en: 'Changed a category' },
  'category.remove': { zh: '删除分类', en: 'Deleted a category' },
  'order.refund': { zh: '退款', en: 'Refunded' },
  'payment.reconcile': { zh: '重新对账', en: 'Had a bill read again' },
  'payout.approve': { zh: '批准提现', en: 'Approved a payout' },
  'payout.reject': { zh: '驳回提现', en: 'Rejected a payout' },
  'commission.begin': { zh: '设置佣金规则', en: 'Set a commission rule' },
  'commission.end': { zh: '结束佣金规则', en: 'Ended a commission rule' },
  'entitlement.grant': { zh: '开通学习权益', en: 'Gave a right of use' },
  'entitlement.revoke': { zh: '收回学习权益', en: 'Took a right of use back' },
  'settings.change': { zh: '修改站点设置', en: 'Changed settings' },
  'job.retry': { zh: '重试后台任务', en: 'Tried a job again' },
};

/** What there is only one of has a word for an id. */
export const subjectWords: Readonly<Record<string, Words>> = {
  settings: nounWords.settings,
  review: nounWords.review,
};

/** What the details of deeds are called; one that is not here is told by its name. */
export const detailWords: Readonly<Record<string, Words>> = {
  amount: { zh: '金额', en: 'Amount' },
  reason: { zh: '原因', en: 'Reason' },
  role: { zh: '角色', en: 'Role' },
  roles: { zh: '角色', en: 'Roles' },
  userId: { zh: '用户', en: 'User' },
  creatorId: { zh: '讲师', en: 'Instructor' },
  workId: { zh: '课程', en: 'Course' },
  subjectId: { zh: '对象', en: 'Subject' },
  refundId: { zh: '退款', en: 'Refund' },
  scope: { zh: '范围', en: 'Scope' },
  bps: { zh: '佣金', en: 'Rate' },
  before: { zh: '此前', en: 'Before' },
  startsAt: { zh: '开始', en: 'From' },
  endsAt: { zh: '结束', en: 'Until' },
  from: { zh: '原来', en: 'From' },
  to: { zh: '改为', en: 'To' },
  found: { zh: '补记', en: 'Found' },
  open: { zh: '差异', en: 'Open' },
  reasons: { zh: '理由', en: 'Reasons' },
  answer: { zh: '答复', en: 'Answer' },
  stage: { zh: '阶段', en: 'Stage' },
  rules: { zh: '规则数', en: 'Rules' },
  version: { zh: '版本', en: 'Version' },
  firstHours: { zh: '初审时限（小时）', en: 'Hours for the first review' },
  deepHours: { zh: '复审时限（小时）', en: 'Hours for the deep review' },
  reaction: { zh: '任务', en: 'Job' },
  siteName: { zh: '站点名称', en: 'Site name' },
  slogan: { zh: '站点标语', en: 'Slogan' },
  zh: { zh: '中文', en: 'Chinese' },
  en: { zh: '英文', en: 'English' },
  refundDays: { zh: '退款期（天）', en: 'Days to refund' },
  minPayout: { zh: '最低提现金额', en: 'Smallest payout' },
  defaultGateway: { zh: '默认支付渠道', en: 'First gateway' },
  icp: { zh: '备案号', en: 'ICP number' },
};

const roleNames = {
  owner: { zh: '站长', en: 'Owner' },
  finance: { zh: '财务', en: 'Finance' },
  reviewer: { zh: '审核员', en: 'Reviewer' },
  creator: { zh: '讲师', en: 'Creator' },
} as const satisfies Record<Role, Words>;

/** What values of details are called, where they are one of few. */
export const valueWords: Readonly<Record<string, Readonly<Record<string, Words>>>> = {
  role: roleNames,
  roles: roleNames,
  scope: {
    site: { zh: '全站', en: 'Site' },
    category: nounWords.category,
    creator: nounWords.creator,
    work: nounWords.work,
  },
};
