import type { Words } from '#kernel/locale.ts';

/** The lists by where people write. */
export const listWords = {
  everywhere: { zh: '所有场景', en: 'Everywhere' },
  work: { zh: '作品', en: 'Works' },
  comment: { zh: '评论', en: 'Comments' },
  message: { zh: '私信', en: 'Messages' },
  name: { zh: '昵称', en: 'Names' },
} as const satisfies Record<string, Words>;

/** Scenes are the lists without the one for all of them. */
export const sceneWords = {
  work: listWords.work,
  comment: listWords.comment,
  message: listWords.message,
  name: listWords.name,
} as const satisfies Record<string, Words>;

export const actionWords = {
  block: { zh: '禁止', en: 'Block' },
  replace: { zh: '替换', en: 'Replace' },
  review: { zh: '人工复核', en: 'Review' },
} as const satisfies Record<string, Words>;

export const severityWords = {
  ...actionWords,
  note: { zh: '留意', en: 'Note' },
} as const satisfies Record<string, Words>;

export const kindWords = {
  word: { zh: '敏感词', en: 'Sensitive word' },
  link: { zh: '站外链接', en: 'Outside link' },
  phone: { zh: '电话号码', en: 'Phone number' },
  id_card: { zh: '身份证号', en: 'Identity number' },
  email: { zh: '邮箱', en: 'E-mail' },
  duplicate: { zh: '与别的作品雷同', en: 'Like another work' },
} as const satisfies Record<string, Words>;

/** What the screen of the lists says. */
export const wordsWords = {
  lead: {
    zh: '改动立刻生效。繁简、全角半角、大小写、形近字、看不见的字符都算同一个词；中文词中间夹了标点，会转人工复核。',
    en: 'Changes hold at once. Traditional and simplified, full and half width, upper and lower case, look-alikes and invisible characters are one word; a Chinese word with signs in between goes to a person.',
  },
  word: { zh: '词', en: 'Word' },
  list: { zh: '词库', en: 'List' },
  action: { zh: '处理', en: 'Action' },
  replacement: { zh: '替换为（不填则用 * 号）', en: 'Replace by (empty: asterisks)' },
  note: { zh: '备注（只有审核人员看得到）', en: 'Note (for staff only)' },
  added: { zh: '加入时间', en: 'Added' },
  find: { zh: '查找词', en: 'Find a word' },
  add: { zh: '添加', en: 'Add' },
  addTitle: { zh: '添加敏感词', en: 'Add a sensitive word' },
  editTitle: { zh: '修改“{word}”', en: 'Change “{word}”' },
  removeTitle: { zh: '从词库删除“{word}”？', en: 'Remove “{word}” from the list?' },
  removeText: { zh: '以后不再查这个词。', en: 'It is not looked for any more.' },
  empty: {
    zh: '词库还是空的。添加几个词，或导入一份 CSV。',
    en: 'The lists are empty. Add some words, or import a CSV file.',
  },
  import: { zh: '导入 CSV', en: 'Import CSV' },
  importTitle: { zh: '导入敏感词', en: 'Import sensitive words' },
  importText: {
    zh: '第一行是列名：词库、词、处理、替换为、备注，只有“词”必须有。词库写 everywhere、work、comment、message 或 name，处理写 block、replace 或 review。导出的文件可以直接再导入。',
    en: 'The first line names the columns: list, word, action, replacement, note; only “word” is needed. Lists are everywhere, work, comment, message, name; actions block, replace, review. An exported file can be imported as it is.',
  },
  choose: { zh: '选择文件', en: 'Choose a file' },
  csvText: { zh: 'CSV 内容', en: 'The CSV text' },
  imported: {
    zh: '新增 {added} 个，更新 {changed} 个，{unchanged} 个没有变化',
    en: '{added} added, {changed} changed, {unchanged} as they were',
  },
  tryTitle: { zh: '试一段文字', en: 'Try a text' },
  tryText: { zh: '要试的文字', en: 'The text to try' },
  scene: { zh: '场景', en: 'Scene' },
  tryIt: { zh: '检查', en: 'Check' },
  clean: { zh: '什么也没查到', en: 'Nothing was found' },
  becomes: { zh: '会显示为：', en: 'Shown as:' },
} as const satisfies Record<string, Words>;

/** What is said of findings in a work. */
export const findingWords = {
  title: { zh: '机器检查', en: 'Machine check' },
  check: { zh: '检查一遍', en: 'Check now' },
  again: { zh: '再检查一遍', en: 'Check again' },
  checked: { zh: '检查完了', en: 'Checked.' },
  never: {
    zh: '还没有检查过。送审时会自动检查。',
    en: 'Not checked yet. It is checked when it is handed in.',
  },
  stale: {
    zh: '之后内容或词库又改过，结果可能不准。',
    en: 'The draft or the lists changed since, so this may be out of date.',
  },
  clean: { zh: '没有查到问题', en: 'Nothing was found' },
  cut: { zh: '查到的太多，只列出最要紧的', en: 'Too much was found; the weightiest is listed' },
  alike: { zh: '约 {percent}% 相同：{title}', en: 'About {percent}% alike: {title}' },
  go: { zh: '看原文', en: 'See it' },
} as const satisfies Record<string, Words>;
