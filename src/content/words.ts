import type { Words } from '#kernel/locale.ts';

/** Titles of callouts. */
export const calloutWords = {
  note: { zh: '说明', en: 'Note' },
  tip: { zh: '提示', en: 'Tip' },
  important: { zh: '重要', en: 'Important' },
  warning: { zh: '注意', en: 'Warning' },
  caution: { zh: '当心', en: 'Caution' },
} as const satisfies Readonly<Record<string, Words>>;

/** What diagrams are called. */
export const diagramWords = {
  flowchart: { zh: '流程图', en: 'Flowchart' },
  sequence: { zh: '时序图', en: 'Sequence diagram' },
  class: { zh: '类图', en: 'Class diagram' },
  state: { zh: '状态图', en: 'State diagram' },
  relation: { zh: '实体关系图', en: 'Entity relationship diagram' },
} as const satisfies Readonly<Record<string, Words>>;

export const sentences = {
  boxDone: { zh: '已完成', en: 'Done' },
  boxOpen: { zh: '未完成', en: 'To do' },
  table: { zh: '表格，可左右滚动', en: 'Table, scrolls sideways' },
  footnotes: { zh: '脚注', en: 'Footnotes' },
  footnote: { zh: '脚注', en: 'Footnote' },
  footnoteBack: { zh: '回到正文中的脚注 {number}', en: 'Back to footnote {number} in the text' },
  missingPicture: { zh: '图片缺失：{path}', en: 'Missing picture: {path}' },
  missingFile: { zh: '文件缺失：{path}', en: 'Missing file: {path}' },
  inLesson: { zh: '{name}（在课时里打开）', en: '{name} (opens in the lessons)' },
  needsNetwork: {
    zh: '{name}（没有一起离线保存，联网后在课时页打开）',
    en: '{name} (not kept offline: open it in the lesson when you are connected)',
  },
  filmAlone: {
    zh: '{name}（视频要独占一段才能播放）',
    en: '{name} (a video plays in a paragraph of its own)',
  },
  notReady: { zh: '{name}（还在处理，稍后就好）', en: '{name} (still being prepared)' },
  failed: { zh: '{name}（文件坏了，放不了）', en: '{name} (the file is damaged)' },
  playFailed: {
    zh: '播放中断了，请刷新页面再试',
    en: 'Playing was interrupted: please reload the page.',
  },
  diagramSource: {
    zh: '{kind}：这种图暂时画不出来，上面是它的源码',
    en: '{kind}: cannot be drawn here, so this is its source',
  },
  diagramText: { zh: '看这张图的源码', en: 'The source of this diagram' },
} as const satisfies Readonly<Record<string, Words>>;
