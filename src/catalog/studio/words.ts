import type { WorkKind } from '#catalog/types.ts';
import type { Words } from '#kernel/locale.ts';

/** What the screens of works and categories say. */
export const workWords = {
  work: { zh: '作品', en: 'Work' },
  kind: { zh: '类型', en: 'Kind' },
  creator: { zh: '讲师', en: 'Instructor' },
  state: { zh: '状态', en: 'State' },
  price: { zh: '价格', en: 'Price' },
  free: { zh: '免费', en: 'Free' },
  unpriced: { zh: '未定价', en: 'No price' },
  lessons: { zh: '内容', en: 'Items' },
  learners: { zh: '学员', en: 'Learners' },
  updated: { zh: '修改时间', en: 'Changed' },
  find: { zh: '按标题查找', en: 'Find by title' },
  create: { zh: '新建作品', en: 'New work' },
  import: { zh: '导入课程', en: 'Import' },
  created: { zh: '草稿已建好', en: 'The draft is there.' },
  title: { zh: '标题', en: 'Title' },
  subtitle: { zh: '副标题', en: 'Subtitle' },
  summary: { zh: '简介', en: 'Summary' },
  summaryHelp: {
    zh: '一两句话，显示在列表和分享里',
    en: 'A sentence or two, for lists and sharing',
  },
  description: { zh: '课程介绍（Markdown）', en: 'Description (Markdown)' },
  titleEn: { zh: '英文标题', en: 'English title' },
  subtitleEn: { zh: '英文副标题', en: 'English subtitle' },
  summaryEn: { zh: '英文简介', en: 'English summary' },
  descriptionEn: { zh: '英文课程介绍（Markdown）', en: 'English description (Markdown)' },
  cover: { zh: '封面', en: 'Cover' },
  coverHelp: { zh: '16:9，宽 1280 像素以上', en: '16:9, 1280 pixels wide or more' },
  changeCover: { zh: '更换封面', en: 'Change the cover' },
  category: { zh: '分类', en: 'Category' },
  tags: { zh: '标签', en: 'Tags' },
  tagsHelp: { zh: '回车确认，最多 10 个', en: 'Enter after each, at most 10' },
  level: { zh: '难度', en: 'Level' },
  language: { zh: '授课语言', en: 'Language' },
  plannedCount: { zh: '计划更新多少期', en: 'Issues planned' },
  plannedCountHelp: {
    zh: '专栏页会写“计划 N 期，已更新 n 期”；没想好就留空',
    en: 'The page says “N planned, n published”; leave it empty when you have not decided',
  },
  inOrder: { zh: '按顺序学习', en: 'Learned in order' },
  inOrderHelp: {
    zh: '打开后，学员学完一课，下一课才开放；每一课自己设的“先学哪几课”不再起作用。发布后生效',
    en: 'Each lesson opens when the one before is done; what single lessons say of others is then left aside. It holds once published',
  },
  zh: { zh: '中文', en: 'Chinese' },
  en: { zh: '英文', en: 'English' },
  priceYuan: { zh: '价格（元），0 为免费', en: 'Price (CNY), 0 is free' },
  refundWindow: { zh: '退款期', en: 'Refund window' },
  refundWindowHelp: {
    zh: '付款后几天内买家可自助退款，按没有学完的部分退；只对以后的订单有效',
    en: 'How long buyers may ask for their money back, for what they have not done. It holds for orders to come',
  },
  asSite: { zh: '跟随本站（{days}）', en: 'As the site says ({days})' },
  refundInDays: { zh: '{n} 天', en: '{n} days' },
  noRefundDays: { zh: '不支持自助退款', en: 'none by themselves' },
  setPrice: { zh: '定价', en: 'Set the price' },
  priced: {
    zh: '已更新，之前的订单不受影响',
    en: 'It is set; earlier orders keep theirs.',
  },
  badPrice: {
    zh: '请填写 0 到 1000000 之间的金额',
    en: 'Please give an amount between 0 and 1,000,000.',
  },
  face: { zh: '基本信息', en: 'Details' },
  outline: { zh: '内容', en: 'Contents' },
  locked: {
    zh: '正在审核，内容暂时不能修改。需要修改请先撤回送审。',
    en: 'In review: it cannot be changed now. Take it back to go on editing.',
  },
  withdraw: { zh: '下架', en: 'Take off the shelf' },
  withdrawTitle: { zh: '下架《{title}》？', en: 'Take {title} off the shelf?' },
  withdrawText: {
    zh: '不再出售；已购学员照常学习。重新送审通过后可再上架。',
    en: 'It is no longer sold; those who own it go on learning. It returns after another review.',
  },
  withdrawn: { zh: '已下架', en: 'Off the shelf.' },
  remove: { zh: '删除课程', en: 'Delete' },
  removeTitle: { zh: '删除《{title}》？', en: 'Delete {title}?' },
  removeText: {
    zh: '从未发布的课程会连同目录一起删除，不能恢复。',
    en: 'A course that was never published goes with its outline, for good.',
  },
  removed: { zh: '已删除', en: 'Deleted.' },
  history: { zh: '介绍的历史版本', en: 'History of the details' },
  preview: { zh: '预览', en: 'Preview' },
  view: { zh: '在前台查看', en: 'See it on the site' },
} as const satisfies Record<string, Words>;

export const levelWords = {
  any: { zh: '不限', en: 'Any' },
  beginner: { zh: '入门', en: 'Beginner' },
  intermediate: { zh: '进阶', en: 'Intermediate' },
  advanced: { zh: '高级', en: 'Advanced' },
} as const satisfies Record<string, Words>;

export const lessonKindWords = {
  text: { zh: '图文', en: 'Text' },
  video: { zh: '视频', en: 'Video' },
  audio: { zh: '音频', en: 'Audio' },
  pdf: { zh: 'PDF', en: 'PDF' },
  epub: { zh: 'EPUB', en: 'EPUB' },
  file: { zh: '文件', en: 'File' },
} as const satisfies Record<string, Words>;

/** What each kind of work is for, for those who begin one. */
export const kindAboutWords = {
  course: {
    zh: '分章节的课，图文、音频、视频、文档都能放，学员按顺序学',
    en: 'Chapters of texts, audio, video and documents, learned in order',
  },
  series: {
    zh: '持续更新的专栏，一期一期地发；可以写明计划多少期、下一期哪天来',
    en: 'A running publication, issue by issue; it can say how many are planned and when the next comes',
  },
  article: {
    zh: '一篇文章，单独卖，或者免费给大家读',
    en: 'One text, sold by itself or free to read',
  },
  album: {
    zh: '一集一集的音频，可以连着听，也能用播客应用收听',
    en: 'Episodes to listen to, one after the other, in podcast apps as well',
  },
  video: {
    zh: '一段或几段视频，不分章节',
    en: 'One film or a few, without chapters',
  },
  ebook: {
    zh: 'EPUB 或 PDF，可以在线读，记得读到哪里；也能下载',
    en: 'EPUB or PDF, read on the page with its place kept, or downloaded',
  },
  bundle: {
    zh: '把自己的几部作品合在一起卖，买了套餐就拥有其中每一部',
    en: 'Several of your works sold as one: who buys it has them all',
  },
  download: {
    zh: '任何文件：模板、图纸、音色、源代码；买了就能下载，写明名字和大小',
    en: 'Any files: templates, drawings, sources, handed over by name and size',
  },
} as const satisfies Record<WorkKind, Words>;

/** What adds an item to a kind of work. */
export const addItemWords = {
  course: { zh: '新增课时', en: 'Add a lesson' },
  series: { zh: '新增一期', en: 'Add an issue' },
  article: { zh: '写正文', en: 'Write the text' },
  album: { zh: '新增一集', en: 'Add an episode' },
  video: { zh: '新增视频', en: 'Add a video' },
  ebook: { zh: '新增一册', en: 'Add a book' },
  download: { zh: '新增文件', en: 'Add a file' },
  bundle: { zh: '加入作品', en: 'Add a work' },
} as const satisfies Record<WorkKind, Words>;

/** What the outline says. */
export const outlineWords = {
  inOrder: {
    zh: '按顺序学习：学员学完一课，下一课才开放。',
    en: 'Learned in order: each lesson opens when the one before is done.',
  },
  addChapter: { zh: '新增章节', en: 'Add a chapter' },
  renameChapter: { zh: '修改章节名', en: 'Rename the chapter' },
  removeChapter: { zh: '删除章节', en: 'Remove the chapter' },
  removeChapterTitle: {
    zh: '删除“{title}”和其中的 {n} 个课时？',
    en: 'Remove “{title}” with its {n} lessons?',
  },
  chapterTitle: { zh: '章节名', en: 'Chapter title' },
  addLesson: { zh: '新增课时', en: 'Add a lesson' },
  beginLesson: { zh: '开始写', en: 'Begin writing' },
  removeLesson: { zh: '删除课时', en: 'Remove the lesson' },
  removeLessonTitle: { zh: '删除课时“{title}”？', en: 'Remove the lesson “{title}”?' },
  draftOnly: {
    zh: '只影响草稿，发布后学员才会看到变化。',
    en: 'Only the draft changes; learners see it after the next publication.',
  },
  up: { zh: '上移“{title}”', en: 'Move “{title}” up' },
  down: { zh: '下移“{title}”', en: 'Move “{title}” down' },
  drag: { zh: '拖动可调整顺序', en: 'Drag to move' },
  trial: { zh: '试学', en: 'Trial' },
  trialHelp: { zh: '任何人都可以免费学这一课', en: 'Everybody may learn this lesson for free' },
  lessonTitle: { zh: '标题', en: 'Title' },
  kind: { zh: '类型', en: 'Kind' },
  asset: { zh: '素材', en: 'Asset' },
  empty: {
    zh: '还没有章节。先新增一个，或导入一个文件夹。',
    en: 'No chapters yet. Add one, or import a folder.',
  },
  noLessons: { zh: '这一章还没有课时', en: 'No lessons in this chapter yet' },
  assetNeeded: { zh: '请为这一课选择素材', en: 'Please choose an asset for this lesson' },
} as const satisfies Record<string, Words>;

/** What is said of the parts of a bundle. */
export const partWords = {
  parts: { zh: '套餐里的作品', en: 'Works in the bundle' },
  none: {
    zh: '还没有作品。从下面找出自己的作品加进来，上架的才能卖。',
    en: 'No works yet. Find yours below; what is on sale can be sold in it.',
  },
  add: { zh: '加入一部自己的作品', en: 'Add a work of yours' },
  takeOut: { zh: '从套餐里移出“{title}”', en: 'Take “{title}” out' },
  alone: { zh: '单独卖 {price}', en: '{price} alone' },
  unpriced: { zh: '未定价', en: 'No price' },
} as const satisfies Record<string, Words>;

/** What the screen of categories says. */
export const categoryWords = {
  lead: {
    zh: '课程在货架上的位置；分类可以有一层子分类。',
    en: 'Where courses stand on the shelves; categories may nest.',
  },
  add: { zh: '新增分类', en: 'Add a category' },
  edit: { zh: '修改分类', en: 'Change the category' },
  nameZh: { zh: '中文名', en: 'Chinese name' },
  nameEn: { zh: '英文名', en: 'English name' },
  slug: { zh: '地址名', en: 'Slug' },
  slugHelp: { zh: '用在网址里，如 music', en: 'For addresses, such as music' },
  parent: { zh: '上级分类', en: 'Parent' },
  top: { zh: '无（顶层）', en: 'None (top)' },
  position: { zh: '次序', en: 'Position' },
  removeTitle: { zh: '删除分类“{name}”？', en: 'Delete the category “{name}”?' },
  removeText: { zh: '只有空分类可以删除。', en: 'Only an empty category can be deleted.' },
} as const satisfies Record<string, Words>;

/** What the editor of a public page says. */
export const faceWords = {
  lead: {
    zh: '这是学员在网站上看到的您；保存后立即生效。',
    en: 'This is what learners see of you on the site; what you save shows at once.',
  },
  view: { zh: '在前台查看', en: 'See it on the site' },
  page: { zh: '主页', en: 'Page' },
  avatar: { zh: '头像', en: 'Portrait' },
  avatarHelp: {
    zh: '方形的 JPEG、PNG 或 WebP，不小于 200 像素',
    en: 'A square JPEG, PNG or WebP of at least 200 pixels',
  },
  changeAvatar: { zh: '更换头像', en: 'Change it' },
  removeAvatar: { zh: '移除', en: 'Remove' },
  name: { zh: '名字', en: 'Name' },
  headline: { zh: '一句话介绍', en: 'Headline' },
  headlineHelp: { zh: '显示在名字下方', en: 'Stands below the name' },
  bio: { zh: '简介', en: 'About' },
  bioHelp: { zh: '空行分段', en: 'An empty line begins a paragraph' },
  slug: { zh: '网址', en: 'Address' },
  slugHelp: { zh: '改动后旧网址会失效', en: 'The old address stops working when you change it' },
  badSlug: { zh: '只能用字母、数字、汉字和连字符', en: 'Only letters, digits and hyphens' },
  english: { zh: '英文版', en: 'In English' },
  englishHelp: {
    zh: '给英文读者看；留空则显示上面的内容。',
    en: 'For English readers; where it is empty, they see what stands above.',
  },
  nameEn: { zh: '英文名字', en: 'Name in English' },
  headlineEn: { zh: '英文一句话介绍', en: 'Headline in English' },
  bioEn: { zh: '英文简介', en: 'About in English' },
  open: { zh: '开通主页', en: 'Open my page' },
  openLead: {
    zh: '您还没有讲师主页。开通后可以填写头像、名字和简介。',
    en: 'You have no public page yet. Open it, then add a portrait, a name and a few words.',
  },
  opened: { zh: '主页已开通', en: 'Your page is open.' },
} as const satisfies Record<string, Words>;

/** What the library says of where files stand. */
export const placeWords = {
  uses: { zh: '用在哪里', en: 'Used in' },
  nowhere: { zh: '没有用到的', en: 'Used nowhere' },
  none: { zh: '没有用到', en: 'Nowhere' },
  more: { zh: '还有 {n} 处', en: '{n} more' },
  use: { zh: '用到课程里', en: 'Use in a course' },
  useTitle: { zh: '把“{name}”用到课程里', en: 'Use “{name}” in a course' },
  useText: {
    zh: '会在选定的章节末尾新增一课。文件只存一份，用在几处都不多占空间。',
    en: 'Adds a lesson at the end of the chapter. The file is kept once, however often it is used.',
  },
  useNow: { zh: '新增课时', en: 'Add the lesson' },
  used: { zh: '已经加到课程里', en: 'It is in the course.' },
  course: { zh: '课程', en: 'Course' },
  chapter: { zh: '章节', en: 'Chapter' },
} as const satisfies Record<string, Words>;

/** Which lessons come before one. */
export const needsFieldWords = {
  needs: { zh: '先学哪几课', en: 'Lessons that come first' },
  needsHelp: {
    zh: '学员点了“学完了”（音视频听看过九成自动算），这一课才开放。试学课不受限制。',
    en: 'It opens when learners have finished these (nine tenths of a recording count by themselves). A trial lesson is always open.',
  },
  inOrder: {
    zh: '这部作品按顺序学习：学完前一课，这一课才开放。可在作品的基本信息里更改。',
    en: 'This work is learned in order: this lesson opens when the one before is done. You can change that in the details of the work.',
  },
} as const satisfies Record<string, Words>;

/** How much of a lesson can be tried. */
export const beginningFieldWords = {
  ofText: { zh: '可试读开头多少字', en: 'Characters of the beginning to try' },
  ofVideo: { zh: '可试看开头多少秒', en: 'Seconds of the beginning to try' },
  characters: { zh: '字', en: 'characters' },
  seconds: { zh: '秒', en: 'seconds' },
  textHelp: {
    zh: '没有购买的人只能读到这里；后面的文字、脚注、图片和文件都不会给出。留空：不能试读。',
    en: 'Who has not bought it reads this far; words, notes, pictures and files after it stay closed. Empty: nothing.',
  },
  videoHelp: {
    zh: '没有购买的人只能看到这里（到这一段分片结束，最多多几秒）；字幕、缩略图和下面的正文不会给出。留空：不能试看。',
    en: 'Who has not bought it watches this far, to the end of the piece, a few seconds more at most; subtitles, thumbnails and the text below stay closed. Empty: nothing.',
  },
  isWhole: {
    zh: '全部只有 {n}，没有购买的人会学到全部内容。',
    en: 'There are {n} in all: everybody would get the whole of it.',
  },
  none: {
    zh: '只试学开头：只用于图文和视频。音频和文档是一个完整的文件，只能整课试学。',
    en: 'Only of texts and videos can the beginning be tried: sound and documents are one file, and a trial as a whole.',
  },
} as const satisfies Record<string, Words>;
