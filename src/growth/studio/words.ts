import type { Words } from '#kernel/locale.ts';
import type { Formula } from '../types.ts';

/** How a level follows from growth. */
export const formulaWords = {
  reached: { zh: '累计：达到门槛就升级', en: 'All growth: a level from its threshold on' },
  yearly: {
    zh: '近一年：只算最近 365 天，会升也会降',
    en: 'One year: the last 365 days count, up and down',
  },
  stepped: {
    zh: '系数：等级 = 当前等级 + 成长值 × 系数',
    en: 'Factor: level = level + growth × factor',
  },
} as const satisfies Record<Formula, Words>;

/** What the screen of growth says. */
export const growthWords = {
  lead: {
    zh: '学员学习和购买时成长，升到某一级时可以自动得到一种会员，折扣和内容都由那种会员决定。成长值不是钱，不能花也不能转。',
    en: 'People grow by learning and buying. A level can give a membership, whose discount and works then go with it. Growth is no money: nobody spends it or passes it on.',
  },
  rules: { zh: '规则与等级', en: 'Rules and levels' },
  people: { zh: '成长值排行', en: 'People' },
  entries: { zh: '明细', en: 'What changed it' },
  isOn: { zh: '开放成长等级', en: 'People grow' },
  waiting: {
    zh: '正在按新规则重算：还剩 {waiting} / {people} 人',
    en: 'Looking again at everybody: {waiting} of {people} to go',
  },
  formula: { zh: '怎样定级', en: 'How levels follow' },
  factor: { zh: '系数', en: 'Factor' },
  factorHelp: {
    zh: '例如 0.1：每 10 点成长值升一级；门槛只用来排次序',
    en: 'With 0.1 every 10 of growth is a level; thresholds only put them in order.',
  },
  perYuan: { zh: '每消费 1 元', en: 'For each yuan spent' },
  perLesson: { zh: '每学完一课', en: 'For each lesson done' },
  dailyLessons: { zh: '每天最多计几课', en: 'Lessons a day' },
  perWork: { zh: '每学完一门', en: 'For each course done' },
  levels: { zh: '等级', en: 'Levels' },
  nameZh: { zh: '名称（中文）', en: 'Name in Chinese' },
  nameEn: { zh: '名称（英文）', en: 'Name in English' },
  threshold: { zh: '成长值门槛', en: 'From growth' },
  tier: { zh: '赠送会员', en: 'Gives the tier' },
  noTier: { zh: '沿用下一级的会员', en: 'That of the level below' },
  addLevel: { zh: '添加等级', en: 'Add a level' },
  removeLevel: { zh: '移除这个等级', en: 'Remove this level' },
  give: { zh: '增减成长值', en: 'Give or take growth' },
  given: { zh: '已调整', en: 'Done' },
  user: { zh: '用户', en: 'Person' },
  findUser: { zh: '输入姓名、邮箱或手机', en: 'Name, e-mail or phone' },
  amount: { zh: '增减多少', en: 'How much' },
  amountHelp: { zh: '负数是扣减', en: 'Below zero takes it' },
  reason: { zh: '原因', en: 'Reason' },
  value: { zh: '成长值', en: 'Growth' },
  level: { zh: '当前等级', en: 'Level' },
  at: { zh: '时间（北京）', en: 'Time (Beijing)' },
  by: { zh: '来源', en: 'By' },
  about: { zh: '内容', en: 'About' },
  change: { zh: '变化', en: 'Change' },
} as const satisfies Record<string, Words>;
