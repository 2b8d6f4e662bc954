import type { Words } from '#kernel/locale.ts';

/** What the import screen says. */
export const importWords = {
  title: { zh: '导入课程', en: 'Import a course' },
  lead: {
    zh: '把课程文件夹打成 zip 上传：Markdown、Word、图片、视频、音频、PDF、EPUB、字幕。单独一份 Word 文档会成为一篇文章；博客或播客的订阅源、Ghost 的导出文件会成为一个专栏或音频专辑。再次导入会更新，不会重复。',
    en: 'Upload the course’s folder as a zip: Markdown, Word, pictures, video, audio, PDF, EPUB, subtitles. A Word document by itself becomes an article; the feed of a blog or podcast, or an export of Ghost, a series or an audio album. Importing again updates.',
  },
  hint: {
    zh: 'zip、Word 文档、订阅源文件（XML、JSON）或 Ghost 的 JSON；断网可续传',
    en: 'A zip, a Word document, a feed (XML, JSON) or Ghost’s JSON; uploads survive a lost connection',
  },
  address: { zh: '或者填写订阅源的地址', en: 'Or the address of a feed' },
  addressHint: {
    zh: 'RSS、Atom、JSON Feed，或有订阅源的网页。文章、图片和节目音频会由书院取来，请只导入您自己的内容。',
    en: 'RSS, Atom, JSON Feed, or a page that has a feed. Texts, pictures and sound are fetched for you: please import only what is yours.',
  },
  badAddress: {
    zh: '请填写以 http:// 或 https:// 开头的地址',
    en: 'Please type an address that begins with http:// or https://',
  },
  fetch: { zh: '从地址导入', en: 'Import from the address' },
  again: { zh: '再导入一次', en: 'Import again' },
  imports: { zh: '我的导入', en: 'My imports' },
  file: { zh: '文件', en: 'File' },
  state: { zh: '状态', en: 'State' },
  at: { zh: '时间', en: 'At' },
  report: { zh: '导入结果', en: 'Report' },
  progress: { zh: '导入进度', en: 'Progress' },
  toWork: { zh: '去编辑课程', en: 'To the course' },
  created: { zh: '新增课时', en: 'Lessons added' },
  updated: { zh: '更新课时', en: 'Lessons changed' },
  removed: { zh: '移除课时', en: 'Lessons removed' },
  unchanged: { zh: '没有变化', en: 'Unchanged' },
  assets: { zh: '存入素材', en: 'Assets stored' },
  recordings: { zh: '音视频的处理进度', en: 'Recordings being prepared' },
  unreadable: { zh: '请留意', en: 'Worth a look' },
  problems: { zh: '需要改正的文件', en: 'Files to correct' },
  failed: { zh: '导入没有成功，什么都没有改动', en: 'The import failed; nothing was changed' },
  done: { zh: '导入完成', en: 'Imported' },
  open: { zh: '查看结果', en: 'Report' },
} as const satisfies Record<string, Words>;

export const importStateWords = {
  waiting: { zh: '排队中', en: 'Waiting' },
  running: { zh: '导入中', en: 'Running' },
  done: { zh: '完成', en: 'Done' },
  failed: { zh: '失败', en: 'Failed' },
} as const satisfies Record<string, Words>;

export const stepWords = {
  waiting: { zh: '排队中', en: 'Waiting' },
  unpacking: { zh: '正在解开', en: 'Unpacking' },
  fetching: { zh: '正在下载', en: 'Fetching' },
  reading: { zh: '正在读取', en: 'Reading' },
  storing: { zh: '正在存放素材', en: 'Storing media' },
  writing: { zh: '正在写入草稿', en: 'Writing the draft' },
  done: { zh: '完成', en: 'Done' },
} as const satisfies Record<string, Words>;

/** What the dialog says that makes a work a zip. */
export const exportWords = {
  entry: { zh: '导出课程包', en: 'Export as a package' },
  title: { zh: '导出《{title}》', en: 'Export “{title}”' },
  text: {
    zh: '把草稿导出为一个 zip：课程介绍、章节、正文、音视频和文档的原文件、字幕、开放时间、试学与价格。解开就能看，也能原样导入到别的书院。',
    en: 'Makes the draft one zip: what the course says of itself, chapters, texts, the files of recordings and documents as they came in, subtitles, opening times, trials and price. Unpacked, people can read it; another house imports it without loss.',
  },
  left: {
    zh: '不包括学员、订单、评审记录和历史版本。',
    en: 'Learners, orders, reviews and earlier versions stay here.',
  },
  begin: { zh: '开始导出', en: 'Export' },
  waiting: { zh: '排队中', en: 'Waiting' },
  running: { zh: '正在打包', en: 'Packing' },
  progress: { zh: '导出进度', en: 'Progress' },
  done: { zh: '导出好了', en: 'The package is ready' },
  until: { zh: '保留到 {at}。', en: 'It is kept until {at}.' },
  fetch: { zh: '下载（{size}）', en: 'Download ({size})' },
  failed: { zh: '导出没有成功', en: 'The export failed' },
} as const satisfies Record<string, Words>;
