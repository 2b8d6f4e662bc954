import { fill, type Locale, type Words } from '#kernel/locale.ts';
import { daysUntil, formatInstant } from '#kernel/time.ts';

/** Where a right of use comes from. */
export const sourceWords = {
  order: { zh: '购买', en: 'Bought' },
  grant: { zh: '开通', en: 'Given' },
  code: { zh: '兑换码', en: 'Code' },
  points: { zh: '积分兑换', en: 'Points' },
} as const satisfies Record<string, Words>;

const termWords = {
  days: { zh: '付款后有效 {n} 天', en: 'Access for {n} days after paying' },
  left: {
    zh: '还有 {n} 天，到 {at}（北京时间）为止',
    en: '{n} days left, until {at} Beijing time',
  },
  lastDay: {
    zh: '最后一天，到 {at}（北京时间）为止',
    en: 'The last day, until {at} Beijing time',
  },
  fromTo: {
    zh: '有效期从 {from} 到 {to}（北京时间）',
    en: 'Access from {from} to {to}, Beijing time',
  },
} as const satisfies Record<string, Words>;

/** For how long a buyer has a work; nothing where it is for ever. */
export function sayDays(days: number | null, locale: Locale): string[] {
  if (days === null) return [];
  const said = fill(termWords.days[locale], { n: String(days) });
  return [days === 1 ? said.replace('1 days', '1 day') : said];
}

/** How long somebody has a work yet. */
export function sayLeft(endsAt: Date, now: Date, locale: Locale): string {
  const n = daysUntil(endsAt, now);
  const word = n === 1 ? 'lastDay' : 'left';
  return fill(termWords[word][locale], { n: String(n), at: formatInstant(endsAt) });
}

/** From when until when a line of an order gave a work. */
export function sayStretch(
  { startsAt, endsAt }: { readonly startsAt: Date; readonly endsAt: Date },
  locale: Locale,
): string {
  const known = { from: formatInstant(startsAt), to: formatInstant(endsAt) };
  return fill(termWords.fromTo[locale], known);
}

/** The letter to a buyer whose days of a work end soon. */
export const reminderLetter = {
  subject: { zh: '《{title}》将在 {day} 到期', en: 'Your access to {title} ends on {day}' },
  body: {
    zh: '{name}，您好：\n\n您购买的《{title}》将在 {at}（北京时间）到期。到期后不能继续学习，学习进度会一直保留。\n\n{again}',
    en: 'Hello {name},\n\nyour access to {title} ends at {at} (Beijing time). After that its lessons are closed to you; your progress is kept.\n\n{again}',
  },
} as const satisfies Record<string, Words>;

/** What such a letter says of having it longer. */
export const againWords = {
  days: {
    zh: '现在再买一次，原价 {price}，有效期从到期时起再接 {n} 天，一天也不会少：',
    en: 'Buy it again now, at a list price of {price}: {n} more days follow where these end, so that none is lost:',
  },
  ever: {
    zh: '现在购买可以一直学下去，原价 {price}：',
    en: 'You can have it for ever now, at a list price of {price}:',
  },
  gone: { zh: '它目前不再出售：', en: 'It is not sold at present:' },
} as const satisfies Record<string, Words>;
