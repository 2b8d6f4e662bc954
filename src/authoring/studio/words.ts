import type { Words } from '#kernel/locale.ts';

/** What the editor says. */
export const editorWords = {
  title: { zh: '课时标题', en: 'Lesson title' },
  titleNeeded: { zh: '标题空着，暂时不会保存标题', en: 'Without a title, the old one stays.' },
  body: { zh: '正文', en: 'Text' },
  hint: {
    zh: '从这里写起。图片可以直接粘贴或拖进来。',
    en: 'Begin here. Pictures can be pasted or dropped in.',
  },
  saved: { zh: '已保存', en: 'Saved' },
  unsaved: { zh: '有改动，马上保存', en: 'Changed, saving in a moment' },
  saving: { zh: '正在保存…', en: 'Saving…' },
  offline: {
    zh: '还没保存：连不上服务器，文字留在这台设备上，恢复后自动保存',
    en: 'Not saved: the server cannot be reached. Your text is kept on this device and saved by itself later.',
  },
  refused: { zh: '没有保存', en: 'Not saved' },
  conflict: { zh: '没有保存：别处也改了这一课', en: 'Not saved: changed elsewhere too' },
  locked: { zh: '正在审核，只能看', en: 'In review, read only' },
  saveNow: { zh: '保存一个版本', en: 'Save a version' },
  versionKept: { zh: '已保存为一个版本', en: 'Saved as a version.' },
  settings: { zh: '课时设置', en: 'Lesson settings' },
  history: { zh: '历史版本', en: 'History' },
  preview: { zh: '预览', en: 'Preview' },
  source: { zh: 'Markdown 源码', en: 'Markdown source' },
  back: { zh: '回到课程', en: 'Back to the course' },
  backToLesson: { zh: '回去写', en: 'Back to writing' },
  found: {
    zh: '找回了上次没有保存的文字，正在保存。',
    en: 'What was not saved last time is back, and is being saved.',
  },
  adopted: {
    zh: '{who}在别处改过这一课，已换成最新的文字。',
    en: '{who} changed this lesson elsewhere: this is the latest text.',
  },
  someone: { zh: '系统', en: 'The system' },
  retry: { zh: '再试一次', en: 'Try again' },
  keepAside: { zh: '把我的文字另存为版本', en: 'Keep my text as a version' },
  keptAside: { zh: '已另存到历史版本', en: 'Kept in the history.' },
  reload: { zh: '看最新的草稿', en: 'See the latest draft' },
  emptyPreview: { zh: '写下的内容会显示在这里', en: 'What you write is shown here' },
  length: { zh: '{n} 字', en: '{n} characters' },
  pictures: { zh: '选择图片', en: 'Choose pictures' },
  fileProblem: { zh: '“{name}”没有传上来：{why}', en: '“{name}” was not uploaded: {why}' },
  sendingFile: { zh: '正在上传 {name}…', en: 'Uploading {name}…' },
} as const satisfies Record<string, Words>;

/** Languages by their own names. */
export const languageNames = { zh: '中文', en: 'English' } as const;

/** What a lesson says in a second language. */
export const tongueWords = {
  language: { zh: '正在写哪种语言', en: 'The language that is written' },
  beginEn: { zh: '写英文版', en: 'Write it in English' },
  beginZh: { zh: '写中文版', en: 'Write it in Chinese' },
  begun: {
    zh: '已照原文开始，请把标题和正文译过来。发布之前学员看不到。',
    en: 'It begins as a copy: translate title and text. Learners see nothing of it before the next publication.',
  },
  shared: {
    zh: '试学、开放时间和先学哪几课在原文那一课设置，两种语言共用。学习进度、权益也是同一份。',
    en: 'Trial, schedule and what comes first are set at the lesson itself, for both languages; progress and rights are one as well.',
  },
  remove: { zh: '删除这个语言版本', en: 'Remove this language' },
  removeEn: {
    zh: '从草稿中删除“{title}”这个英文版？',
    en: 'Remove the English version “{title}” from the draft?',
  },
  removeZh: {
    zh: '从草稿中删除“{title}”这个中文版？',
    en: 'Remove the Chinese version “{title}” from the draft?',
  },
  removeText: {
    zh: '原文不变；发布后，学员读到的是原文。以后再写，历史版本都还在。',
    en: 'The lesson itself stays; after the next publication learners read that. Its history is kept, should you write it again.',
  },
} as const satisfies Record<string, Words>;

/** When a lesson opens and closes. */
export const scheduleWords = {
  title: { zh: '什么时候可以学', en: 'When it can be learned' },
  help: {
    zh: '都不填，买了就能学。两个都填，以晚的为准；试学课不受限制。改动发布后生效，课程页会告诉学员。',
    en: 'Empty: at once. With both, the later counts; a trial lesson is always open. It holds once published, and the course page says so.',
  },
  opensOn: { zh: '从哪一天开放（北京时间）', en: 'Opens on (Beijing time)' },
  opensAfterDays: { zh: '购买后第几天开放', en: 'Opens so many days after purchase' },
  closesAfterDays: { zh: '开放后可学几天', en: 'Stays open for so many days' },
  days: { zh: '天', en: 'days' },
} as const satisfies Record<string, Words>;

/** How a text that is a field of a form is seen. */
export const fieldViewWords = {
  write: { zh: '编写', en: 'Write' },
  source: { zh: '源码', en: 'Source' },
  preview: { zh: '预览', en: 'Preview' },
} as const satisfies Record<string, Words>;

/** The toolbar's names. */
export const toolWords = {
  toolbar: { zh: '排版', en: 'Formatting' },
  heading2: { zh: '大标题 H2', en: 'Heading H2' },
  heading3: { zh: '小标题 H3', en: 'Subheading H3' },
  bold: { zh: '加粗（Ctrl+B）', en: 'Bold (Ctrl+B)' },
  italic: { zh: '斜体（Ctrl+I）', en: 'Italic (Ctrl+I)' },
  gone: { zh: '删除线', en: 'Struck through' },
  code: { zh: '行内代码（Ctrl+E）', en: 'Code in a line (Ctrl+E)' },
  link: { zh: '链接（Ctrl+K）', en: 'Link (Ctrl+K)' },
  bullets: { zh: '列表', en: 'List' },
  numbers: { zh: '编号列表', en: 'Numbered list' },
  tasks: { zh: '待办列表', en: 'Checklist' },
  quote: { zh: '引用', en: 'Quotation' },
  callout: { zh: '提示框', en: 'Callout' },
  table: { zh: '表格', en: 'Table' },
  codeBlock: { zh: '代码块', en: 'Code block' },
  formula: { zh: '公式', en: 'Formula' },
  footnote: { zh: '脚注', en: 'Footnote' },
  picture: { zh: '上传图片', en: 'Upload pictures' },
  file: { zh: '插入音频、视频或文件', en: 'Insert a recording, film or file' },
  snippet: { zh: '插入常用片段', en: 'Insert a snippet' },
  undo: { zh: '撤销（Ctrl+Z）', en: 'Undo (Ctrl+Z)' },
  redo: { zh: '重做（Ctrl+Y）', en: 'Redo (Ctrl+Y)' },
} as const satisfies Record<string, Words>;

/** What the toolbar writes. */
export const samples = {
  table: {
    zh: '| 项目 | 说明 |\n|---|---|\n|  |  |\n|  |  |',
    en: '| Item | Note |\n|---|---|\n|  |  |\n|  |  |',
  },
  callout: { zh: '> [!NOTE]\n> 写一句提示', en: '> [!NOTE]\n> Write a note' },
} as const satisfies Record<string, Words>;

/** What histories and differences say. */
export const historyWords = {
  title: { zh: '历史版本', en: 'History' },
  lead: {
    zh: '每次保存都留着；选两个版本看看有什么不同，也可以把旧的恢复回来。',
    en: 'Every save is kept. Choose two to see what differs, or bring an old one back.',
  },
  versions: { zh: '版本', en: 'Versions' },
  draft: { zh: '当前草稿', en: 'Draft' },
  live: { zh: '线上', en: 'Live' },
  published: { zh: '发布过', en: 'Was published' },
  submitted: { zh: '送审过', en: 'Was handed in' },
  by: { zh: '{who} · {n} 字', en: '{who} · {n} characters' },
  house: { zh: '系统', en: 'The system' },
  older: { zh: '更早的版本', en: 'Earlier versions' },
  compareFrom: { zh: '从哪个版本', en: 'From' },
  compareTo: { zh: '到哪个版本', en: 'To' },
  inline: { zh: '合在一起看', en: 'Inline' },
  sides: { zh: '左右对照', en: 'Side by side' },
  view: { zh: '怎样看', en: 'View' },
  same: { zh: '文字没有不同', en: 'The texts do not differ' },
  gone: { zh: '删去：', en: 'Removed: ' },
  come: { zh: '新增：', en: 'Added: ' },
  before: { zh: '之前', en: 'Before' },
  after: { zh: '之后', en: 'After' },
  gap: { zh: '{n} 行相同，展开', en: '{n} equal lines, show them' },
  titleChange: { zh: '标题', en: 'Title' },
  fields: { zh: '其他改动', en: 'Other changes' },
  restore: { zh: '恢复成这个版本', en: 'Bring this version back' },
  restoreTitle: {
    zh: '把草稿恢复成 {at} 的版本？',
    en: 'Make the draft say what it said at {at}?',
  },
  restoreText: {
    zh: '现在的草稿会留在历史里，不会丢。线上的内容不变。',
    en: 'The draft as it is now stays in the history. What is live does not change.',
  },
  restored: { zh: '已恢复', en: 'Brought back.' },
  only: {
    zh: '只有一个版本，还没有什么可以比较。',
    en: 'There is one version only, nothing to compare yet.',
  },
} as const satisfies Record<string, Words>;

/** Fields of lessons and works, as a difference names them. */
export const fieldWords = {
  kind: { zh: '类型', en: 'Kind' },
  assetId: { zh: '素材', en: 'File' },
  isTrial: { zh: '试学', en: 'Trial' },
  opensOn: { zh: '开放日期', en: 'Opens on' },
  opensAfterDays: { zh: '购买后几天开放', en: 'Opens so many days after purchase' },
  closesAfterDays: { zh: '开放后可学几天', en: 'Stays open for so many days' },
  trialFirst: { zh: '试学开头（字数或秒数）', en: 'Beginning to try (characters or seconds)' },
  needs: { zh: '先学哪几课', en: 'Lessons that come first' },
  isInOrder: { zh: '按顺序学习', en: 'Learned in order' },
  subtitle: { zh: '副标题', en: 'Subtitle' },
  summary: { zh: '简介', en: 'Summary' },
  titleEn: { zh: '英文标题', en: 'English title' },
  subtitleEn: { zh: '英文副标题', en: 'English subtitle' },
  summaryEn: { zh: '英文简介', en: 'English summary' },
  descriptionEn: { zh: '英文介绍', en: 'English description' },
  tags: { zh: '标签', en: 'Tags' },
  coverId: { zh: '封面', en: 'Cover' },
  categoryId: { zh: '分类', en: 'Category' },
  level: { zh: '难度', en: 'Level' },
  language: { zh: '语言', en: 'Language' },
  plannedCount: { zh: '计划期数', en: 'Issues planned' },
} as const satisfies Record<string, Words>;

/** What is said when two changed one lesson. */
export const conflictWords = {
  title: { zh: '两边都改了这一课', en: 'This lesson was changed on both sides' },
  lead: {
    zh: '{who}在 {at} 保存了另一份。下面是那一份与您的不同；两份都不会丢。',
    en: '{who} saved another text at {at}. Below is how yours differs from it; neither will be lost.',
  },
  mine: { zh: '用我的', en: 'Keep mine' },
  mineHelp: { zh: '那一份留在历史版本里', en: 'The other one stays in the history.' },
  theirs: { zh: '用那一份', en: 'Take theirs' },
  theirsHelp: { zh: '我的另存到历史版本里', en: 'Mine is kept in the history.' },
  merge: { zh: '逐段合并', en: 'Merge by paragraph' },
  mergeLead: {
    zh: '只有一边改过的段落已经合好；两边都改过的，请选一份。',
    en: 'What one side alone changed is merged. Where both did, please choose.',
  },
  chunkMine: { zh: '我的', en: 'Mine' },
  chunkTheirs: { zh: '那一份', en: 'Theirs' },
  chunkBoth: { zh: '两份都要', en: 'Both' },
  chunk: { zh: '第 {n} 处', en: 'Place {n}' },
  empty: { zh: '（没有这一段）', en: '(no such paragraph)' },
  noClash: { zh: '没有需要选择的段落。', en: 'There is nothing to choose.' },
  takeMerged: { zh: '采用合并的结果', en: 'Use the merged text' },
  backToChoice: { zh: '返回', en: 'Back' },
} as const satisfies Record<string, Words>;

/** What is said of addresses that show drafts. */
export const shareWords = {
  share: { zh: '分享草稿', en: 'Share the draft' },
  title: { zh: '分享草稿的链接', en: 'Addresses that show the draft' },
  lead: {
    zh: '拿到链接的人不用登录就能看草稿，看不到别的，也不能修改。到期或作废后打不开。',
    en: 'Whoever holds the address reads the draft without signing in, nothing else, and changes nothing. It ends when it expires or you end it.',
  },
  label: { zh: '给谁看', en: 'For whom' },
  labelHint: { zh: '如：李老师试读', en: 'Ms Li, for her opinion' },
  what: { zh: '看什么', en: 'What' },
  whole: { zh: '整门课程', en: 'The whole course' },
  days: { zh: '有效期', en: 'For how long' },
  forDays: { zh: '{n} 天', en: '{n} days' },
  make: { zh: '生成链接', en: 'Make an address' },
  made: { zh: '链接已生成', en: 'The address is made.' },
  once: {
    zh: '请现在复制：链接只显示这一次',
    en: 'Copy it now: it is shown this once',
  },
  address: { zh: '预览链接', en: 'Address' },
  links: { zh: '已有的链接', en: 'Addresses so far' },
  none: { zh: '还没有链接', en: 'No address yet' },
  somebody: { zh: '（没有写给谁）', en: '(for nobody in particular)' },
  state: { zh: '状态', en: 'State' },
  works: { zh: '有效', en: 'Works' },
  expired: { zh: '已过期', en: 'Expired' },
  wasEnded: { zh: '已作废', en: 'Ended' },
  expires: { zh: '到期（北京时间）', en: 'Expires (Beijing time)' },
  seen: { zh: '最近打开', en: 'Last opened' },
  end: { zh: '作废', en: 'End it' },
  endTitle: { zh: '作废给“{who}”的链接？', en: 'End the address for “{who}”?' },
  endText: {
    zh: '拿着它的人马上就打不开了，不能恢复。',
    en: 'It stops working at once, for good.',
  },
  ended: { zh: '已作废', en: 'Ended.' },
} as const satisfies Record<string, Words>;

/** What is said of pieces of text that one writes often. */
export const snippetWords = {
  title: { zh: '常用片段', en: 'Snippets' },
  lead: {
    zh: '常写的话存在这里，随时插入正文。只有您自己看得到。',
    en: 'What you write often, ready to be put into a text. Only you see it.',
  },
  add: { zh: '新增片段', en: 'New snippet' },
  none: {
    zh: '还没有片段。选中一段文字再打开这里，就能存下来。',
    en: 'No snippets yet. Select some text, then open this again to keep it.',
  },
  name: { zh: '名称', en: 'Name' },
  nameHint: { zh: '如：课后练习', en: 'Such as: exercises' },
  text: { zh: '正文（Markdown）', en: 'Text (Markdown)' },
  changed: { zh: '修改时间', en: 'Changed' },
  insert: { zh: '插入', en: 'Insert' },
  removeTitle: { zh: '删除片段“{title}”？', en: 'Delete the snippet “{title}”?' },
  removeText: {
    zh: '已经插入正文的文字不变。',
    en: 'Texts that it was put into stay as they are.',
  },
  removed: { zh: '已删除', en: 'Deleted.' },
} as const satisfies Record<string, Words>;

/** What is said where a work is begun. */
export const beginWords = {
  from: { zh: '从哪里开始', en: 'Begin from' },
  empty: { zh: '空白', en: 'Nothing' },
  emptyAbout: { zh: '先选类型，再自己搭', en: 'Choose a kind, then fill it yourself' },
  pattern: { zh: '范本：{title}', en: 'Pattern: {title}' },
  template: { zh: '我的模板：{title}', en: 'My template: {title}' },
  templateAbout: { zh: '复制它的介绍和 {n} 个课时', en: 'With its details and {n} lessons' },
  duplicate: { zh: '复制课程', en: 'Duplicate' },
  duplicateTitle: { zh: '复制《{title}》？', en: 'Duplicate {title}?' },
  duplicateText: {
    zh: '会得到一份新的草稿：介绍、目录、正文、素材和价格都一样，没有学员和审核记录。',
    en: 'A new draft with the same details, outline, texts, files and price, without learners or reviews.',
  },
  duplicated: { zh: '已复制，这是新的草稿', en: 'Duplicated: this is the new draft.' },
  makeTemplate: { zh: '设为模板', en: 'Make it a template' },
  templateMade: {
    zh: '已设为模板，新建课程时可以选它',
    en: 'It is a template now: choose it when you begin a course.',
  },
  dropTemplate: { zh: '不再作模板', en: 'No template any more' },
  templateDropped: {
    zh: '不再是模板，课程本身不变',
    en: 'No template any more; the course stays.',
  },
} as const satisfies Record<string, Words>;
