import type { Words } from '#kernel/locale.ts';
import type { LineProblem, WorkField } from './types.ts';

/** Where in a work a passage stands. */
export const placeWords: Readonly<Record<WorkField, Words>> = {
  title: { zh: '课程标题', en: 'the title' },
  subtitle: { zh: '副标题', en: 'the subtitle' },
  summary: { zh: '简介', en: 'the summary' },
  description: { zh: '课程介绍', en: 'the description' },
  titleEn: { zh: '英文标题', en: 'the English title' },
  subtitleEn: { zh: '英文副标题', en: 'the English subtitle' },
  descriptionEn: { zh: '英文课程介绍', en: 'the English description' },
  summaryEn: { zh: '英文简介', en: 'the English summary' },
  tags: { zh: '标签', en: 'the tags' },
  chapter: { zh: '章节标题', en: 'the title of a chapter' },
  lesson: { zh: '《{title}》的标题', en: 'the title of “{title}”' },
  body: { zh: '《{title}》的正文', en: 'the text of “{title}”' },
};

/** What is wrong with a line of a file of words. */
export const lineWords: Readonly<Record<LineProblem['what'], Words>> = {
  columns: {
    zh: '第一行要写列名，至少有“词”这一列',
    en: 'the first line names the columns, “word” among them',
  },
  list: {
    zh: '词库只能是 everywhere、work、comment、message、name',
    en: 'the list is one of everywhere, work, comment, message, name',
  },
  action: {
    zh: '处理只能是 block、replace、review',
    en: 'the action is one of block, replace, review',
  },
  word: { zh: '没有可以查的字', en: 'there is nothing to look for' },
  long: { zh: '词最长 64 个字，备注最长 200', en: 'a word has at most 64 characters, a note 200' },
  quotes: { zh: '引号没有成对', en: 'a quote is not closed' },
};

export const sentences = {
  line: { zh: '第 {line} 行：{why}', en: 'line {line}: {why}' },
} as const satisfies Readonly<Record<string, Words>>;
