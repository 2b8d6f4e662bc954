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
