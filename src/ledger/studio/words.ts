import type { Words } from '#kernel/locale.ts';

/** What the ledger's screens say. */
export const ledgerWords = {
  lead: {
    zh: '每一笔钱都有来处和去处；账户余额是分录之和。',
    en: 'All money comes from somewhere and goes somewhere; a balance is the sum of its postings.',
  },
  transactions: { zh: '凭证', en: 'Transactions' },
  accounts: { zh: '账户', en: 'Accounts' },
  at: { zh: '时间', en: 'At' },
  kind: { zh: '类型', en: 'Kind' },
  key: { zh: '凭证号', en: 'Key' },
  movements: { zh: '分录', en: 'Postings' },
  account: { zh: '账户', en: 'Account' },
  owner: { zh: '户主', en: 'Owner' },
  balance: { zh: '余额', en: 'Balance' },
  prefix: { zh: '按账户名开头查找', en: 'Find by how the account begins' },
  prove: { zh: '核对全部余额', en: 'Prove all balances' },
  proven: {
    zh: '核对无误：{accounts} 个账户，总和为 0',
    en: 'Proven: {accounts} accounts, and they sum to 0.',
  },
  unproven: {
    zh: '核对不符：总和 {sum}，不一致的账户 {differing}',
    en: 'Not proven: sum {sum}, differing accounts {differing}',
  },
} as const satisfies Record<string, Words>;

/** What the book of income and expense says. */
export const bookWords = {
  lead: {
    zh: '按北京时间的自然日，每个数字都来自账本。',
    en: 'By calendar day in Beijing; every figure comes from the ledger.',
  },
  preset: { zh: '时间', en: 'Time' },
  thisMonth: { zh: '本月', en: 'This month' },
  lastMonth: { zh: '上月', en: 'Last month' },
  thisQuarter: { zh: '本季', en: 'This quarter' },
  lastQuarter: { zh: '上季', en: 'Last quarter' },
  thisYear: { zh: '今年', en: 'This year' },
  lastYear: { zh: '去年', en: 'Last year' },
  custom: { zh: '自选', en: 'Other days' },
  from: { zh: '从', en: 'From' },
  to: { zh: '到', en: 'To' },
  unit: { zh: '按', en: 'By' },
  day: { zh: '日', en: 'Day' },
  month: { zh: '月', en: 'Month' },
  quarter: { zh: '季', en: 'Quarter' },
  since: { zh: '时间', en: 'Time' },
  gross: { zh: '成交额', en: 'Gross' },
  refunded: { zh: '退款', en: 'Refunds' },
  fees: { zh: '渠道手续费', en: 'Gateway fees' },
  creators: { zh: '讲师分成', en: 'Creators’ part' },
  platform: { zh: '平台收入', en: 'Platform income' },
  payouts: { zh: '已打款提现', en: 'Payouts' },
  unneeded: { zh: '多收款净额', en: 'Unneeded, net' },
  cash: { zh: '资金净变动', en: 'Change of cash' },
  rate: { zh: '占净成交额 {percent}', en: '{percent} of net sales' },
  before: { zh: '上期 {value}', en: '{value} before' },
  compared: { zh: '与 {from} 至 {to} 比较', en: 'Compared with {from} to {to}' },
  profit: {
    zh: '成交额 − 退款 − 手续费 − 讲师分成 = 平台收入（利润）',
    en: 'Gross − refunds − fees − creators’ part = platform income, the profit',
  },
  chart: { zh: '净成交额的去向', en: 'Where net sales went' },
  total: { zh: '合计', en: 'Total' },
  standing: { zh: '期末资金（{to}）', en: 'Money at the end of {to}' },
  held: { zh: '渠道账上资金', en: 'Held by gateways' },
  owed: { zh: '应付讲师', en: 'Owed to creators' },
  transit: { zh: '提现途中', en: 'Payouts on their way' },
  suspense: { zh: '待退回多收款', en: 'Unneeded, to go back' },
  earned: { zh: '平台累计结余', en: 'The platform’s own' },
} as const satisfies Record<string, Words>;
