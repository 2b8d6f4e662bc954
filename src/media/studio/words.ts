import type { Words } from '#kernel/locale.ts';

/** What the library says. */
export const libraryWords = {
  lead: {
    zh: '课程里用到的图片、视频、音频与文档。',
    en: 'Pictures, video, audio and documents for your courses.',
  },
  file: { zh: '文件', en: 'File' },
  kind: { zh: '种类', en: 'Kind' },
  size: { zh: '大小', en: 'Size' },
  duration: { zh: '时长', en: 'Length' },
  state: { zh: '状态', en: 'State' },
  created: { zh: '上传时间', en: 'Uploaded' },
  open: { zh: '打开', en: 'Open' },
  space: { zh: '空间：已用 {used}，共 {quota}', en: 'Room: {used} of {quota} used' },
  removeTitle: { zh: '删除“{name}”？', en: 'Remove “{name}”?' },
  removeText: {
    zh: '文件会一并删除，不能恢复。还在用的素材不会被删除。',
    en: 'Its file is removed for good. What is in use is not removed.',
  },
  removed: { zh: '已删除', en: 'Removed.' },
  hint: {
    zh: '图片、MP4、MP3/M4A、PDF、EPUB、字幕；断网可续传',
    en: 'Pictures, MP4, MP3/M4A, PDF, EPUB, subtitles; uploads survive a lost connection',
  },
  fileHint: {
    zh: '任何文件，买了的人下载到的就是它；断网可续传',
    en: 'Any file: who bought it downloads just that; uploads survive a lost connection',
  },
  uploaded: { zh: '已上传', en: 'Uploaded.' },
  choose: { zh: '选择素材', en: 'Choose an asset' },
  chosen: { zh: '已选素材', en: 'Chosen asset' },
  noneChosen: { zh: '还没有选择素材', en: 'No asset chosen' },
  use: { zh: '使用', en: 'Use' },
  notReady: { zh: '处理完成后才能使用', en: 'Can be used once it is ready' },
  find: { zh: '按文件名查找', en: 'Find by file name' },
  fromLibrary: { zh: '素材库', en: 'Library' },
  upload: { zh: '上传新的', en: 'Upload a new one' },
} as const satisfies Record<string, Words>;

/** What is being made of an asset. */
export const makingStepWords = {
  waiting: { zh: '排队等待处理', en: 'Waiting its turn' },
  copying: { zh: '正在打包', en: 'Packaging' },
  listening: { zh: '正在测量音量', en: 'Measuring loudness' },
  encoding: { zh: '正在生成各档清晰度', en: 'Encoding' },
  drawing: { zh: '正在截取画面', en: 'Taking pictures' },
} as const satisfies Record<string, Words>;

export const makingWords = {
  soon: { zh: '不到一分钟', en: 'less than a minute left' },
  minutes: { zh: '大约还要 {n} 分钟', en: 'about {n} min left' },
  hours: { zh: '大约还要 {n} 小时', en: 'about {n} h left' },
} as const satisfies Record<string, Words>;

/** What the subtitles of a recording say of themselves. */
export const subtitleWords = {
  title: { zh: '字幕', en: 'Subtitles' },
  titleOf: { zh: '字幕：{name}', en: 'Subtitles of {name}' },
  lead: {
    zh: '每种语言一份 SRT 或 WebVTT，观众在播放器里打开。字幕跟着这个文件走：用到它的课时都会有，改了立刻生效。',
    en: 'One SRT or WebVTT file for each language, which viewers switch on in the player. They belong to this file: every lesson that uses it shows them, and a change is there at once.',
  },
  none: { zh: '还没有字幕', en: 'There are no subtitles yet.' },
  language: { zh: '字幕的语言', en: 'Language of the subtitles' },
  add: { zh: '添加字幕', en: 'Add subtitles' },
  hint: {
    zh: 'SRT 或 WebVTT，文字用 UTF-8 编码',
    en: 'SRT or WebVTT, saved as UTF-8',
  },
  added: { zh: '已配上字幕', en: 'The subtitles are there.' },
  replace: { zh: '换一份', en: 'Replace' },
  replaceTitle: { zh: '换掉{language}字幕？', en: 'Replace the subtitles in {language}?' },
  replaceText: {
    zh: '“{before}”换成“{after}”，看的人马上看到新的。原来的文件留在素材库里。',
    en: '“{after}” takes the place of “{before}”, and viewers see it at once. The old file stays in the library.',
  },
  remove: { zh: '移除', en: 'Take off' },
  removeTitle: { zh: '移除{language}字幕？', en: 'Take the subtitles in {language} off?' },
  removeText: {
    zh: '看的人马上就没有这种语言的字幕了。“{name}”留在素材库里。',
    en: 'Viewers lose the subtitles in this language at once. “{name}” stays in the library.',
  },
  removed: { zh: '已移除', en: 'Taken off.' },
} as const satisfies Record<string, Words>;

/** What this computer makes of films for a house without an encoder. */
export const madeHereWords = {
  title: { zh: '在这台电脑上转码', en: 'Made on this computer' },
  lead: {
    zh: '本站没有装转码工具，视频由您的电脑转出较小的几档，网速慢的学员也能看。转完前请别关掉这个页面。',
    en: 'This site has no encoder, so your computer makes the smaller qualities for learners on slow lines. Please keep this page open until it is done.',
  },
  encoding: { zh: '正在转出 {rung}p', en: 'Making {rung}p' },
  sending: { zh: '正在上传 {rung}p', en: 'Sending {rung}p' },
  failed: {
    zh: '没有转成。视频照常可以看，只是没有较小的一档。',
    en: 'It could not be made. The video plays as before, only without the smaller quality.',
  },
  stop: { zh: '停止转码', en: 'Stop making it' },
  hide: { zh: '知道了', en: 'Hide' },
} as const satisfies Record<string, Words>;
