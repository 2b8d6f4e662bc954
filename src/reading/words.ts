import { fill, type Locale, type Words } from '#kernel/locale.ts';

/** Interface texts of the e-book reader. */
export const words = {
  contents: { zh: '全书目录', en: 'Contents of the book' },
  chapter: { zh: '第 {n} 节', en: 'Chapter {n}' },
  page: { zh: '第 {n} 页', en: 'Page {n}' },
  pageOf: { zh: '第 {n} 页，共 {of} 页', en: 'Page {n} of {of}' },
  pages: { zh: '书页', en: 'Pages of the book' },
  previousPage: { zh: '上一页', en: 'Previous page' },
  nextPage: { zh: '下一页', en: 'Next page' },
  toPage: { zh: '页码', en: 'Page number' },
  goToPage: { zh: '跳到', en: 'Go' },
  zoomIn: { zh: '放大', en: 'Zoom in' },
  zoomOut: { zh: '缩小', en: 'Zoom out' },
  fitWidth: { zh: '适合宽度', en: 'Fit width' },
  pageTools: { zh: '翻页和缩放', en: 'Pages and zoom' },
  keys: {
    zh: '书页里可以用键盘：← → 翻页，+ − 缩放，0 回到适合宽度，Home 和 End 到头到尾。',
    en: 'Inside the pages, keys work too: ← → turn the page, + − zoom, 0 fits the width, Home and End lead to the ends.',
  },
  opening: { zh: '正在打开，请稍候…', en: 'Opening the book …' },
  notDrawn: {
    zh: '书页没有画出来，下面是这一页的文字。请检查网络后刷新，或下载后阅读。',
    en: 'The pages could not be drawn; below are the words of this one. Check the connection and reload, or download the file.',
  },
  noWords: { zh: '这一页没有文字，只有图。', en: 'This page has no words, only pictures.' },
  openFile: { zh: '用浏览器自带的阅读器打开', en: 'Open in the browser’s own viewer' },
  previous: { zh: '上一节', en: 'Previous chapter' },
  next: { zh: '下一节', en: 'Next chapter' },
  backToLesson: { zh: '回到课时', en: 'Back to the lesson' },
  tools: { zh: '阅读工具', en: 'Reading tools' },
  search: { zh: '在书里搜索', en: 'Search this book' },
  doSearch: { zh: '搜索', en: 'Search' },
  searchFor: { zh: '“{q}”在书里的位置', en: '“{q}” in this book' },
  nothing: { zh: '书里没有找到“{q}”', en: '“{q}” is not in this book' },
  nothingText: { zh: '换一个短一些的词试试。', en: 'Try a shorter word.' },
  searchPrompt: { zh: '想找书里的什么？', en: 'What are you looking for?' },
  more: { zh: '更多', en: 'More' },
  firstPage: { zh: '回到第一页', en: 'First page' },
  marks: { zh: '标记和笔记', en: 'Marks and notes' },
  noMarks: { zh: '还没有标记', en: 'No marks yet' },
  noMarksText: {
    zh: '读书时选中一段文字，按“标记”，就会留在这里。',
    en: 'Select a passage while you read and press “Mark”: it stays here.',
  },
  goOn: { zh: '继续阅读', en: 'Read on' },
  look: { zh: '去看原文', en: 'Go there' },
  note: { zh: '笔记', en: 'Note' },
  saveNote: { zh: '保存笔记', en: 'Save note' },
  remove: { zh: '删除标记', en: 'Remove mark' },
  removeTitle: { zh: '删除这个标记？', en: 'Remove this mark?' },
  removeText: {
    zh: '标记和笔记会一起删除，不能恢复。',
    en: 'The mark goes with its note, for good.',
  },
  cancel: { zh: '取消', en: 'Cancel' },
  markSelected: { zh: '标记', en: 'Mark' },
  markWithNote: { zh: '标记并写笔记', en: 'Mark with a note' },
  marked: { zh: '已标记', en: 'Marked' },
  markFailed: { zh: '没有标记成功，请再试一次。', en: 'That was not marked. Please try again.' },
  selectFirst: { zh: '请先选中一段文字。', en: 'Please select a passage first.' },
  smaller: { zh: '字小一些', en: 'Smaller letters' },
  larger: { zh: '字大一些', en: 'Larger letters' },
  theme: { zh: '页面颜色', en: 'Colour of the page' },
  themeSite: { zh: '跟随网站', en: 'As the site' },
  themeLight: { zh: '白', en: 'Light' },
  themeSepia: { zh: '米黄', en: 'Sepia' },
  themeDark: { zh: '深色', en: 'Dark' },
  elsewhere: {
    zh: '您在另一台设备上读到了别处。',
    en: 'You read on at another place, on another device.',
  },
  goThere: { zh: '去那里', en: 'Go there' },
} as const satisfies Readonly<Record<string, Words>>;

/** A sentence with its parameters filled in. */
export function say(
  sentence: Words,
  locale: Locale,
  params: Readonly<Record<string, string | number>>,
): string {
  return fill(sentence[locale], params);
}
