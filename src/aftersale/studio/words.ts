import type { Words } from '#kernel/locale.ts';

/** What the screen of refunds says of what people decide. */
export const caseWords = {
  records: { zh: '退款记录', en: 'Refunds' },
  cases: { zh: '退款申请', en: 'Requests' },
  lead: {
    zh: '买家在退款期外的申请，和超过一人可退上限、要第二个人确认的退款。自己的订单、自己提出的金额，要由别人决定。',
    en: 'What buyers ask for outside their window, and refunds that need a second person. Your own order, and an amount that you proposed, are for somebody else.',
  },
  paid: { zh: '已付 / 可退', en: 'Paid / left' },
  says: { zh: '理由', en: 'Reason' },
  byBuyer: { zh: '买家申请', en: 'The buyer asks' },
  byStaff: { zh: '工作人员发起', en: 'Begun by staff' },
  goesBack: { zh: '退款', en: 'Goes back' },
  who: { zh: '处理', en: 'Who' },
  proposedBy: { zh: '{name} 提出', en: 'proposed by {name}' },
  decidedBy: { zh: '{name} 决定', en: 'decided by {name}' },
  grant: { zh: '同意…', en: 'Grant…' },
  refuse: { zh: '拒绝…', en: 'Refuse…' },
  confirm: { zh: '复核确认', en: 'Confirm' },
  grantNow: { zh: '同意退款', en: 'Grant the refund' },
  refuseNow: { zh: '拒绝申请', en: 'Refuse' },
  grantTitle: { zh: '同意“{name}”的退款申请', en: 'Grant {name} a refund' },
  grantText: {
    zh: '最多可退 {amount}。全额退款会收回学习权限；超过一人可退上限的，要由另一位同事确认后才退。',
    en: 'At most {amount} can go back. A full refund takes the right to learn back; above the limit a colleague has to confirm it first.',
  },
  amount: { zh: '退款金额（元）', en: 'Amount (CNY)' },
  badAmount: {
    zh: '请填写 0.01 到 {amount} 之间的金额',
    en: 'Please give an amount between 0.01 and {amount}.',
  },
  answer: { zh: '给买家的答复（写进信里）', en: 'Answer to the buyer (goes into the letter)' },
  refuseTitle: { zh: '拒绝“{name}”的退款申请', en: 'Refuse {name} a refund' },
  confirmTitle: { zh: '确认退给“{name}” {amount}？', en: 'Give {amount} back to {name}?' },
  confirmText: {
    zh: '{proposer} 提出：{reason}。确认后款项原路退回，不能撤销，会记入操作日志。',
    en: 'Proposed by {proposer}: {reason}. The money goes back the way it came. It cannot be taken back, and is written to the audit log.',
  },
  done: { zh: '已处理', en: 'Done' },
} as const satisfies Record<string, Words>;
