import { refuser } from '#kernel/refusal.ts';

export const refuse = refuser({
  'commission.unknown': {
    status: 404,
    zh: '没有这条佣金规则',
    en: 'There is no such commission rule.',
  },
  'commission.unknown_subject': {
    status: 422,
    zh: '没有找到这条规则说的分类、讲师或课程，请重新选择',
    en: 'The category, instructor or course of this rule was not found. Please choose again.',
  },
  'commission.unknown_creator': {
    status: 404,
    zh: '没有这位讲师',
    en: 'There is no such instructor.',
  },
  'commission.past': {
    status: 422,
    zh: '佣金规则不能从过去开始：已成交的订单不会改变。请选择现在或以后',
    en: 'A commission rule cannot begin in the past: orders that were placed do not change. Choose now or later.',
  },
  'commission.no_time': {
    status: 422,
    zh: '结束时间要晚于开始时间',
    en: 'The end has to come after the beginning.',
  },
  'commission.in_the_way': {
    status: 409,
    zh: '这段时间里已经安排了另一条规则（{percent}%，{from} 起）。请先结束它，或让新规则在那之前结束',
    en: 'Another rule is planned in this time ({percent} % from {from}). End it first, or let the new one end before.',
  },
  'commission.too_much': {
    status: 422,
    zh: '平台佣金 {percent}% 加上推广员最多可得的 {promised}%，超过了 100%。请先调低其中一项',
    en: 'The platform’s {percent} % and the {promised} % that promoters may get make more than 100 %. Lower one of them first.',
  },
  'commission.ended': {
    status: 409,
    zh: '这条规则已经结束了',
    en: 'This rule has already ended.',
  },
});
