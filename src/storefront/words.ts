import type { Locale, Words } from '#kernel/locale.ts';
import type { Level, Sort, WorkKind } from '#catalog/types.ts';
import { itemWords } from '#catalog/words.ts';

/** Interface texts of the shop. */
export const words = {
  feed: { zh: '用 RSS 或播客应用订阅', en: 'Follow by RSS or in a podcast app' },
  home: { zh: '首页', en: 'Home' },
  courses: { zh: '课程', en: 'Courses' },
  allCourses: { zh: '全部课程', en: 'All courses' },
  browse: { zh: '看看课程', en: 'Browse courses' },
  hero: {
    zh: '选一门想学的，先试学几课，合意再买。学到哪里，这里都替您记着。',
    en: 'Choose what you would like to learn, try a few lessons, and buy when it suits you. We keep your place.',
  },
  newest: { zh: '新近上架', en: 'New courses' },
  popular: { zh: '大家在学', en: 'Popular now' },
  teachers: { zh: '书院里的讲师', en: 'Our instructors' },
  more: { zh: '查看更多', en: 'See more' },
  categories: { zh: '分类', en: 'Categories' },
  categoriesIn: { zh: '分类：{name}', en: 'Categories: {name}' },
  all: { zh: '全部', en: 'All' },
  sort: { zh: '排序', en: 'Sort' },
  price: { zh: '价格', en: 'Price' },
  kind: { zh: '类型', en: 'Kind' },
  allKinds: { zh: '各种类型', en: 'Every kind' },
  inOrder: {
    zh: '按顺序学习：学完一课，再学下一课。',
    en: 'Learned in order: each lesson opens when the one before is done.',
  },
  planned: { zh: '计划 {all} 期，已更新 {n} 期', en: '{all} issues planned, {n} published' },
  published: { zh: '已更新 {n} 期', en: '{n} issues published' },
  notAlone: { zh: '不再单独出售', en: 'No longer sold alone' },
  aloneSum: { zh: '分开买共 {sum}', en: '{sum} when bought one by one' },
  coming: { zh: '接下来更新', en: 'Coming next' },
  lowest: {
    zh: '此前 30 天最低 {price} · {until} 截止',
    en: 'lowest in the 30 days before: {price} · until {until}',
  },
  offers: { zh: '优惠', en: 'Offers' },
  groupTitle: { zh: '拼团 · {name}', en: 'Group buy · {name}' },
  groupPrice: { zh: '{n} 人拼团价 {price}', en: '{price} each when {n} buy together' },
  groupAhead: { zh: '{at} 开始', en: 'begins {at}' },
  groupTerms: {
    zh: '从团长付款起 {hours} 小时内满 {n} 人，课程立即开通；没有满员，全额原路退回。',
    en: 'The course opens as soon as {n} have paid. If they have not within {hours} h of the first payment, all of the money goes back.',
  },
  groupShort: {
    zh: '到时间有 {n} 人也算成团，差的由商家补贴。',
    en: 'With {n} people when the time is over it counts as complete: the seller makes up for the rest.',
  },
  openTeam: { zh: '{price} 开团', en: 'Open a team for {price}' },
  teamOf: { zh: '{name} 的团', en: 'Team of {name}' },
  teamMissing: { zh: '还差 {n} 人', en: '{n} more needed' },
  joinTeam: { zh: '去参团', en: 'See and join' },
  flashTitle: { zh: '秒杀 · {name}', en: 'Flash sale · {name}' },
  flashAhead: {
    zh: '{at} 开始，{price}，共 {n} 份',
    en: 'begins {at}: {price}, {n} pieces',
  },
  flashLeft: { zh: '共 {all} 份，还剩 {n} 份', en: '{n} of {all} pieces left' },
  flashSoldOut: { zh: '共 {all} 份，已抢光', en: 'all {all} pieces are taken' },
  flashAllHeld: {
    zh: '其中 {n} 份已下单待付款，没有按时付款会放回来',
    en: 'held until paid: {n}. What is not paid in time comes back',
  },
  flashHeld: {
    zh: '另有 {n} 份已下单待付款，没有按时付款会放回来',
    en: '{n} more wait for payment, and come back when it is not made in time',
  },
  take: { zh: '领取', en: 'Take it' },
  tierAmount: { zh: '满 {from} 减 {off}', en: '{off} off from {from}' },
  tierPieces: { zh: '满 {from} 门减 {off}', en: '{off} off from {from} courses' },
  until: { zh: '{at} 截止', en: 'until {at}' },
  free: { zh: '免费', en: 'Free' },
  paid: { zh: '付费', en: 'Paid' },
  tag: { zh: '标签：{tag}', en: 'Tag: {tag}' },
  shelfIntro: {
    zh: '{name}的全部课程，按您喜欢的次序排列。',
    en: 'All courses in {name}, in the order you like.',
  },
  emptyHome: { zh: '书架刚刚搭好', en: 'The shelves have just been put up' },
  emptyHomeText: {
    zh: '第一门课程正在路上，过几天再来看看吧。',
    en: 'The first course is on its way. Please come back in a few days.',
  },
  emptyShelf: { zh: '这里还没有课程', en: 'No courses here yet' },
  emptyShelfText: {
    zh: '换一个条件，或者看看全部课程。',
    en: 'Try another filter, or browse all courses.',
  },
  learners: { zh: '{n} 人在学', en: '{n} learners' },
  works: { zh: '{n} 部作品', en: '{n} works' },
  about: { zh: '介绍', en: 'About' },
  instructor: { zh: '讲师', en: 'Instructor' },
  buy: { zh: '立即购买', en: 'Buy now' },
  join: { zh: '免费加入学习', en: 'Join for free' },
  try: { zh: '免费试学', en: 'Try it free' },
  goOn: { zh: '继续学习', en: 'Continue learning' },
  owned: { zh: '您已拥有{this}', en: 'You own {this}' },
  memberPrice: {
    zh: '您是“{tier}”会员，会员价 {price}',
    en: 'As a member of {tier} you pay {price}',
  },
  asMember: { zh: '{this}在您的会员范围内', en: '{this} is included in your membership' },
  included: { zh: '包含在会员：', en: 'Included in membership: ' },
  learnAsMember: { zh: '开始学习', en: 'Start learning' },
  addToCart: { zh: '加入购物车', en: 'Add to cart' },
  buyLonger: { zh: '再买一次，接着延长', en: 'Buy more days' },
  buyForGood: { zh: '买下来，永久学习', en: 'Have it for ever' },
  buyToKeep: { zh: '单独购买，永久学习', en: 'Buy it to keep' },
  withdrawn: {
    zh: '{this}已下架，不再出售；您可以一直学下去。',
    en: 'We no longer sell {this}; you can go on with it.',
  },
  takenDown: {
    zh: '{this}被平台暂时下架，内容现在打不开；恢复后可以继续学习。',
    en: 'The house has taken {this} down for now; you can go on when it is restored.',
  },
  trials: { zh: '可试学 {n} 课', en: '{n} free lessons' },
  claim: { zh: '举报侵权', en: 'Report infringement' },
  refund: {
    zh: '付款后 {n} 天内可退款，退没有学完的部分',
    en: 'Refund within {n} days, for what you have not done',
  },
  noRefund: { zh: '付款后不能自助退款', en: 'No refund by yourself after paying' },
  tags: { zh: '标签', en: 'Tags' },
  buying: { zh: '购买', en: 'Buy' },
  search: { zh: '搜索', en: 'Search' },
  searchFor: { zh: '“{q}”的搜索结果', en: 'Results for “{q}”' },
  searchPrompt: { zh: '想学些什么？', en: 'What would you like to learn?' },
  searchPromptText: {
    zh: '输入课程、讲师，或者课时里的一个词。',
    en: 'Type a course, an instructor, or a word from a lesson.',
  },
  searchPlaceholder: { zh: '课程、讲师或课时里的词', en: 'A course, an instructor, a word' },
  nothing: { zh: '没有找到“{q}”', en: 'Nothing found for “{q}”' },
  nothingText: { zh: '换个说法，或者少用几个词再试试。', en: 'Try other words, or fewer of them.' },
  loose: {
    zh: '没有课程同时含有这些词，下面是相近的课程。',
    en: 'No course has all of these words. These have some of them.',
  },
  didYouMean: { zh: '您是不是想找：', en: 'Did you mean:' },
  mentions: { zh: '正文中提到{words}', en: 'The lesson mentions {words}' },
  quoted: { zh: '“{word}”', en: '“{word}”' },
  and: { zh: '、', en: ', ' },
} as const satisfies Record<string, Words>;

export const sortWords: Readonly<Record<Sort, Words>> = {
  newest: { zh: '最新', en: 'Newest' },
  popular: { zh: '最多人学', en: 'Most learners' },
  price: { zh: '价格由低到高', en: 'Price, low to high' },
};

export const levelWords: Readonly<Record<Level, Words | undefined>> = {
  any: undefined,
  beginner: { zh: '入门', en: 'Beginner' },
  intermediate: { zh: '进阶', en: 'Intermediate' },
  advanced: { zh: '高阶', en: 'Advanced' },
};

const counted = new Intl.NumberFormat('en-US');

/** A text with its `{names}` filled in; the English plural of one is singular. */
export function say(
  text: Words,
  locale: Locale,
  values: Readonly<Record<string, string | number>> = {},
): string {
  const said = text[locale].replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    typeof values[name] === 'number' ? counted.format(values[name]) : (values[name] ?? ''),
  );
  return locale === 'en' && values['n'] === 1 ? said.replace(/^(1 \w+(?: \w+)*?)s$/, '$1') : said;
}

/** How many items a work of a kind has, in its own words; an article is one, which goes without saying,
 * and of a series only its own page knows what is out. */
export function sayCount(kind: WorkKind, n: number, locale: Locale): string | undefined {
  return kind === 'article' || kind === 'series'
    ? undefined
    : say(itemWords[kind].count, locale, { n });
}

/** A length of time for people: `6 小时 20 分`, `6 h 20 min`; nothing for nothing. */
export function sayDuration(sec: number, locale: Locale): string | undefined {
  if (sec <= 0) return undefined;
  const minutes = Math.max(1, Math.round(sec / 60));
  const [h, m] = [Math.floor(minutes / 60), minutes % 60];
  const parts =
    locale === 'zh' ? [h && `${h} 小时`, m && `${m} 分钟`] : [h && `${h} h`, m && `${m} min`];
  return parts.filter(Boolean).join(' ');
}
