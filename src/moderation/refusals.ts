import { refuser } from '#kernel/refusal.ts';

export const refuse = refuser({
  'word.unknown': {
    status: 404,
    zh: '词库里没有这个词',
    en: 'There is no such word on the lists.',
  },
  'word.twice': {
    status: 409,
    zh: '这个词库里已经有“{word}”了（写法不同也算同一个词）',
    en: '“{word}” is on this list already (spelt another way it is the same word).',
  },
  'word.empty': {
    status: 422,
    zh: '“{word}”里没有可以查的字：至少要有一个文字、字母或数字',
    en: 'There is nothing to look for in “{word}”: it needs a character, a letter or a digit.',
  },
  'word.too_many': {
    status: 409,
    zh: '词库最多收 {limit} 个词，请先删掉不用的',
    en: 'The lists hold at most {limit} words: please remove some first.',
  },
  'word.bad_file': {
    status: 422,
    zh: '文件有几处要改，一个词都没有导入：{problems}',
    en: 'The file needs corrections; nothing was imported: {problems}',
  },
  'check.blocked': {
    status: 422,
    zh: '{place}里有不能发布的词：“{passage}”。请改掉后再送审',
    en: 'There are words that cannot be published in {place}: “{passage}”. Please change them and hand in again.',
  },
  'check.stale': {
    status: 409,
    zh: '检查时内容或词库变了，请再送审一次',
    en: 'The draft or the lists changed during the check: please hand in again.',
  },
});
