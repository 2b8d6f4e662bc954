import { refuser } from '#kernel/refusal.ts';

export const refuse = refuser({
  'promotion.unknown': { status: 404, zh: '没有这个活动', en: 'There is no such promotion.' },
  'promotion.past': {
    status: 422,
    zh: '开始时间已经过去，请选现在或以后',
    en: 'The beginning lies in the past: choose now or later.',
  },
  'promotion.no_time': {
    status: 422,
    zh: '结束时间要晚于开始时间',
    en: 'The end has to come after the beginning.',
  },
  'promotion.unknown_subject': {
    status: 422,
    zh: '找不到所选的课程、分类或讲师，请重新选择',
    en: 'A course, category or instructor that you chose is not there: choose again.',
  },
  'promotion.not_yours': {
    status: 403,
    zh: '只能为自己的课程做活动，请选择自己的课程',
    en: 'Promotions are for your own courses: choose from those.',
  },
  'promotion.not_lower': {
    status: 422,
    zh: '活动价要低于所选每门课程现在的价格',
    en: 'The price has to be lower than what each chosen course costs now.',
  },
  'promotion.not_free': {
    status: 422,
    zh: '拼团价要大于 0 元，免费的课程不用拼团',
    en: 'The price of a group buy has to be above nothing: what is free needs no team.',
  },
  'promotion.ended': {
    status: 409,
    zh: '这个活动已经结束了',
    en: 'This promotion has already ended.',
  },
});
