import { fill, type Locale, type Words } from '#kernel/locale.ts';

const words = {
  title: { zh: '私人播客地址', en: 'Private podcast address' },
  lead: {
    zh: '把地址粘贴到播客应用里（“通过网址添加”），就能在通勤路上收听您已购课程的音频；有新的音频会自动出现。',
    en: 'Paste the address into a podcast app (“add by URL”) and hear the sound of your courses wherever you are; what is new appears by itself.',
  },
  warning: {
    zh: '地址只属于您，请不要分享。课程到期或退款后，那门课的音频随之消失。',
    en: 'It is yours alone: please do not share it. When a right to a course ends, its sound leaves the feed.',
  },
  none: { zh: '还没有地址。', en: 'There is no address yet.' },
  make: { zh: '生成地址', en: 'Make an address' },
  address: { zh: '您的地址', en: 'Your address' },
  once: {
    zh: '这个地址只显示这一次，请现在复制。弄丢了可以重新生成。',
    en: 'It is shown this once: copy it now. If it is lost, make another.',
  },
  madeAt: { zh: '生成于 {at}', en: 'Made {at}' },
  fetchedAt: { zh: '上次被应用读取：{at}', en: 'Last fetched by an app: {at}' },
  neverFetched: { zh: '还没有应用读取过', en: 'No app has fetched it yet' },
  renew: { zh: '换一个新地址', en: 'Make a new address' },
  renewText: {
    zh: '旧地址立即停用，用它订阅的应用需要重新添加。',
    en: 'The old address ends at once; apps that use it must be given the new one.',
  },
  renewNow: { zh: '停用旧地址，生成新的', en: 'End the old one, make a new one' },
  end: { zh: '停用地址', en: 'End the address' },
  endText: {
    zh: '用它订阅的应用将不能再收听。课程本身不受影响。',
    en: 'Apps that use it can hear nothing more. Your courses stay as they are.',
  },
  endNow: { zh: '确认停用', en: 'End it now' },
  ended: { zh: '地址已停用。', en: 'The address has ended.' },
  backToAccount: { zh: '返回账号', en: 'Back to the account' },
  feedTitle: { zh: '{name}的课程音频 · {site}', en: 'Sound of {name}’s courses · {site}' },
  feedText: {
    zh: '您在{site}已购课程里的音频。仅供本人收听。',
    en: 'The sound of your courses at {site}. For you alone.',
  },
  siteFeed: { zh: '{site} · 新课与免费试听', en: '{site} · new courses and free lessons' },
  trial: { zh: '免费试学', en: 'Free lesson' },
  newCourse: { zh: '新课', en: 'New course' },
} as const satisfies Readonly<Record<string, Words>>;

/** The sentences of feeds in one language, with what is put into them. */
export function wordsIn(locale: Locale) {
  return (name: keyof typeof words, params: Readonly<Record<string, string>> = {}): string =>
    fill(words[name][locale], params);
}
