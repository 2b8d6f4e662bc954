import { refuser } from '#kernel/refusal.ts';

export const refuse = refuser({
  'question_bank.unknown': {
    status: 404,
    zh: '没有找到这个题库，可能已经删除',
    en: 'There is no such question bank; it may have been deleted.',
  },
  'question_bank.too_many': {
    status: 409,
    zh: '最多保留 {most} 个题库，请先删除不用的',
    en: 'You can keep at most {most} question banks: please delete one first.',
  },
  'question_bank.too_large': {
    status: 413,
    zh: '文件太大：最多 {limitMb} MB，表格解开后最多 {unpackedMb} MB',
    en: 'The file is too large: at most {limitMb} MB, and {unpackedMb} MB for a table once unpacked.',
  },
  'question_bank.unreadable': {
    status: 422,
    zh: '读不了这个文件。请用 GIFT 或 Aiken 的文本，或 Excel 的 .xlsx 表格（旧的 .xls 请另存）',
    en: 'This file cannot be read: please use text in GIFT or Aiken, or an Excel table in .xlsx (save an old .xls anew).',
  },
  'question_bank.no_questions': {
    status: 422,
    zh: '没有读到题目，什么都没有保存。{problems}',
    en: 'No question could be read, and nothing was kept. {problems}',
  },
});
