import { refuser } from '#kernel/refusal.ts';

export const refuse = refuser({
  'affiliate.closed': {
    status: 409,
    zh: '本站现在不招募推广员',
    en: 'The site takes no promoters at the moment.',
  },
  'affiliate.not_agreed': {
    status: 422,
    zh: '请先阅读并同意推广员约定',
    en: 'Please read and agree to the promoters’ terms first.',
  },
  'affiliate.already': {
    status: 409,
    zh: '已经是推广员了',
    en: 'This person is a promoter already.',
  },
  'affiliate.ended': {
    status: 409,
    zh: '推广资格已结束：{reason}。如有疑问请联系客服',
    en: 'The promotion has ended: {reason}. Please ask support if you have questions.',
  },
  'affiliate.waits': {
    status: 409,
    zh: '您的申请正在审核，请耐心等待',
    en: 'Your application is being looked at. Please wait a little.',
  },
  'affiliate.unknown_user': { status: 422, zh: '没有这位用户', en: 'There is no such user.' },
  'affiliate.unknown': { status: 404, zh: '没有这位推广员', en: 'There is no such promoter.' },
  'affiliate.unknown_application': {
    status: 404,
    zh: '没有这份申请',
    en: 'There is no such application.',
  },
  'affiliate.decided': {
    status: 409,
    zh: '这份申请已经处理过了',
    en: 'This application was decided before.',
  },
  'affiliate.own': {
    status: 403,
    zh: '不能审批自己的申请，请由另一位工作人员处理',
    en: 'Nobody decides about their own application: another of the staff has to.',
  },
  'affiliate.changed': {
    status: 409,
    zh: '推广规则刚被别人改过，请刷新后再改',
    en: 'Somebody else has just changed the rules of promotion. Please look again before you change them.',
  },
  'affiliate.too_much': {
    status: 422,
    zh: '平台佣金 {platform}% + 一级推广 {level1}% + 二级推广 {level2}% 超过了 100%，讲师将一无所得。请调低其中一项',
    en: 'The platform’s {platform} %, level 1 with {level1} % and level 2 with {level2} % make more than 100 %: nothing would be left for the instructor. Lower one of them.',
  },
  'affiliate.out_of_bounds': {
    status: 422,
    zh: '推广比例要在 {least}% 到 {most}% 之间',
    en: 'The rate has to be between {least} % and {most} %.',
  },
  'affiliate.bounds': {
    status: 422,
    zh: '讲师可设的最低比例不能高于最高比例',
    en: 'The lowest rate for instructors cannot be above the highest.',
  },
});
