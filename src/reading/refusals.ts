import { refuser } from '#kernel/refusal.ts';

export const refuseReading = refuser({
  'reading.unknown_book': {
    status: 404,
    zh: '这一课没有可以在线阅读的电子书',
    en: 'This lesson has no e-book to be read here.',
  },
  'reading.unknown_chapter': {
    status: 404,
    zh: '书里没有这一节',
    en: 'There is no such chapter in the book.',
  },
  'reading.no_passage': {
    status: 422,
    zh: '没有选中文字，请在书里选一段再标记',
    en: 'No words are selected: select a passage of the book first.',
  },
  'reading.too_many_marks': {
    status: 409,
    zh: '这本书里的标记太多了（最多 2,000 处），请先删掉一些',
    en: 'There are too many marks in this book (2,000 at most): please remove some first.',
  },
  'reading.unknown_mark': { status: 404, zh: '没有这个标记', en: 'There is no such mark.' },
});
