import type { Words } from '#kernel/locale.ts';

/** An item that stands in several works. */
export const shareWords = {
  share: { zh: '共用别的作品里的一节', en: 'Share an item of another work' },
  title: { zh: '共用别的作品里的一节', en: 'Share an item of another work' },
  text: {
    zh: '正文和文件只有一份，在原来的作品里修改；那里发布新的内容，这里跟着更新。名称、试学和开放时间各自设置。',
    en: 'The text and file stay one, written in the work they come from; what is published there follows here. Title, trial and schedule are set in each work.',
  },
  work: { zh: '哪部作品', en: 'Work' },
  item: { zh: '哪一节', en: 'Item' },
  now: { zh: '放进来', en: 'Share it' },
  done: { zh: '已经放进来了', en: 'It stands here, too.' },
  place: { zh: '《{work}》“{title}”', en: '“{title}” in “{work}”' },
  from: { zh: '正文和文件与这里共用：', en: 'Text and file are shared with' },
  fromText: {
    zh: '请到那里修改；那里发布以后，这里跟着更新。',
    en: 'Change them there: what is published there follows here.',
  },
  behind: {
    zh: '那里发布的新内容还没有跟过来：可能正在审核，也可能两部作品里有两张不同的图片同名。改掉一个名字，再发布一次就好。',
    en: 'What was published there is not here yet: this work is in review, or two different pictures have one name in both works. Give one another name and publish again.',
  },
  alsoIn: {
    zh: '这一节还用在 {n} 处，发布以后那里也会更新',
    en: 'This item stands in {n} other places; they follow when it is published.',
  },
  own: { zh: '改成自己的一份', en: 'Give it its own text' },
  ownTitle: { zh: '不再共用？', en: 'Share no longer?' },
  ownText: {
    zh: '现在的正文和文件留在这里，以后两边各改各的。',
    en: 'The text and file stay here as they are; from now on each changes alone.',
  },
  isOwn: { zh: '现在是自己的一份了', en: 'It has its own text now.' },
} as const satisfies Record<string, Words>;
