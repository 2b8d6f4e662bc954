import type { Words } from '#kernel/locale.ts';
import type { RuleScope } from '../types.ts';

/** What the screens of commission say. */
export const commissionWords = {
  lead: {
    zh: '每笔成交中平台的部分。最具体的规则优先：课程 > 讲师 > 分类 > 全站，都没有时为 {standard}；只影响之后的订单。',
    en: 'The platform’s part of a sale. The most specific rule counts: course, instructor, category, site, and {standard} where there is none; it holds for orders from then on.',
  },
  commission: { zh: '平台佣金', en: 'Commission' },
  about: { zh: '适用于', en: 'About' },
  everything: { zh: '全站所有课程', en: 'Every course of the site' },
  gone: { zh: '已不存在', en: 'No longer there' },
  rate: { zh: '佣金', en: 'Rate' },
  ratePercent: { zh: '佣金比例', en: 'Rate' },
  from: { zh: '开始', en: 'From' },
  until: { zh: '结束', en: 'Until' },
  forGood: { zh: '长期', en: 'For good' },
  fromHelp: {
    zh: '留空为立即生效；否则从当天零点（北京时间）起',
    en: 'Empty: at once; otherwise from midnight of that day in Beijing',
  },
  untilHelp: { zh: '最后一天；留空为长期有效', en: 'The last day; empty: for good' },
  state: { zh: '状态', en: 'State' },
  note: { zh: '说明', en: 'Note' },
  noteHelp: { zh: '为什么这样约定，给以后的人看', en: 'Why, for those who look later' },
  setBy: { zh: '设置人', en: 'Set by' },
  house: { zh: '系统', en: 'The house' },
  begin: { zh: '新规则', en: 'New rule' },
  set: { zh: '确认生效', en: 'Set this rule' },
  begun: { zh: '规则已设置', en: 'The rule is set.' },
  which: { zh: '选择{scope}', en: 'Which {scope}' },
  replaces: {
    zh: '现行规则 {percent} 将在新规则开始时结束。',
    en: 'The rule in force, {percent}, ends when this one begins.',
  },
  replacesNone: {
    zh: '这里还没有单独的规则；之前按更大范围的规则收取。',
    en: 'There is no rule of its own yet; wider rules have counted so far.',
  },
  bindsLater: {
    zh: '已下的订单不受影响。',
    en: 'Orders that were placed keep their rate.',
  },
  badRate: { zh: '请填写 0 到 100 之间的数', en: 'Please give a number between 0 and 100.' },
  badTerm: { zh: '结束日期不能早于开始日期', en: 'The last day cannot come before the first.' },
  end: { zh: '结束', en: 'End' },
  endTitle: {
    zh: '结束“{name}”的佣金规则 {percent}？',
    en: 'End the rule of {percent} for {name}?',
  },
  endText: {
    zh: '从现在起按更大范围的规则收取；已下的订单不受影响。',
    en: 'From now on wider rules count; orders that were placed keep their rate.',
  },
  ended: { zh: '规则已结束', en: 'The rule has ended.' },
  isNow: { zh: '平台佣金 {percent}', en: 'Commission {percent}' },
  becomes: { zh: '{at} 起 {percent}', en: '{percent} from {at}' },
  youGet: {
    zh: '每卖出一份，您约得 {amount}（未扣支付渠道手续费）',
    en: 'Of each sale about {amount} is yours, before the gateway’s fee',
  },
  others: { zh: '另有约定的课程', en: 'Courses with another rate' },
} as const satisfies Record<string, Words>;

/** Whose rule says what is kept. */
export const sourceWords = {
  site: { zh: '全站标准', en: 'as for the whole site' },
  category: { zh: '按分类约定', en: 'as for its category' },
  creator: { zh: '与您约定', en: 'as agreed on with you' },
  work: { zh: '本课程约定', en: 'as agreed on for this course' },
} as const satisfies Record<RuleScope, Words>;
