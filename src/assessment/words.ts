import type { Words } from '#kernel/locale.ts';
import type { BankForm, ProblemKind, QuestionKind } from './types.ts';

export const questionKindWords = {
  single: { zh: '单选', en: 'Single choice' },
  multiple: { zh: '多选', en: 'Multiple choice' },
  true_false: { zh: '判断', en: 'True or false' },
  short: { zh: '填空', en: 'Short answer' },
  numeric: { zh: '数值', en: 'Number' },
  matching: { zh: '连线', en: 'Matching' },
  essay: { zh: '问答', en: 'Essay' },
} as const satisfies Record<QuestionKind, Words>;

export const bankFormWords = {
  gift: { zh: 'GIFT', en: 'GIFT' },
  aiken: { zh: 'Aiken', en: 'Aiken' },
  xlsx: { zh: 'Excel', en: 'Excel' },
} as const satisfies Record<BankForm, Words>;

/** Why a question was not taken. */
export const problemWords: Readonly<Record<ProblemKind, Words>> = {
  noStem: { zh: '没有题目', en: 'there is no question' },
  longText: { zh: '文字太长（超过 20,000 字）', en: 'a text is too long (over 20,000 characters)' },
  noAnswer: { zh: '没有答案，或答案看不懂', en: 'there is no answer that can be read' },
  unclosed: {
    zh: '大括号不成对。文字里的大括号请写成 \\{ 和 \\}',
    en: 'a brace is missing; in words, braces are written \\{ and \\}',
  },
  fewOptions: { zh: '至少要有两个选项', en: 'there have to be at least two options' },
  noRight: { zh: '没有一个答案是全对的', en: 'no answer is fully right' },
  manyRight: { zh: '单选题只能有一个正确答案', en: 'a single choice has one right answer' },
  badWeight: { zh: '分值不对，应在 -100 到 100 之间', en: 'a weight has to be from -100 to 100' },
  badSum: {
    zh: '正确选项的分值加起来要是 100%',
    en: 'the weights of what is right have to sum to 100%',
  },
  badNumber: { zh: '数值看不懂', en: 'a number cannot be read' },
  badPair: { zh: '连线题要写成“左 -> 右”', en: 'pairs are written “left -> right”' },
  badArrow: { zh: '这里的文字不能有箭头 ->', en: 'there can be no arrow -> in these words' },
  mixed: { zh: '连线和填空混在一起了', en: 'pairs and short answers are mixed' },
  manyOptions: { zh: '选项太多（超过 100 个）', en: 'there are too many options (over 100)' },
  description: {
    zh: '只有说明，没有用 {} 写答案',
    en: 'this is only a description: answers stand in {}',
  },
  badOption: { zh: '有选项是空的', en: 'an option is empty' },
  unknownKind: { zh: '不认识这个题型', en: 'not a kind of question that we know' },
  unknownOption: { zh: '答案里的选项不存在', en: 'the answer names an option that is not there' },
  tooMany: {
    zh: '一个题库最多 5,000 题，之后的没有读',
    en: 'a bank holds at most 5,000 questions; what follows was not read',
  },
};
