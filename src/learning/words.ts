import { fill, type Locale, type Words } from '#kernel/locale.ts';

/** Interface texts of learning. */
export const words = {
  myLearning: { zh: '我的学习', en: 'My learning' },
  noCourses: { zh: '还没有在学的课程', en: 'No courses yet' },
  noCoursesText: {
    zh: '选一门想学的，学到哪里这里都替您记着。',
    en: 'Choose one you like; we will keep your place.',
  },
  browse: { zh: '看看课程', en: 'Browse courses' },
  courses: { zh: '课程', en: 'Courses' },
  begin: { zh: '开始学习', en: 'Begin' },
  takenDown: {
    zh: '{this}被平台暂时下架，内容现在打不开；恢复后可以继续学习。',
    en: 'The house has taken {this} down for now; you can go on when it is restored.',
  },
  ended: {
    zh: '您的有效期已于 {at}（北京时间）结束',
    en: 'Your access ended at {at}, Beijing time',
  },
  endedText: {
    zh: '学习进度都为您留着（已学完 {done} 课），再买一次就能接着学。',
    en: 'Your progress is kept (lessons done: {done}). Buy it again to go on where you were.',
  },
  endedGone: {
    zh: '学习进度都为您留着（已学完 {done} 课）。它目前不再出售。',
    en: 'Your progress is kept (lessons done: {done}). It is not sold at present.',
  },
  buyAgain: { zh: '再买一次', en: 'Buy it again' },
  goOn: { zh: '继续学习', en: 'Continue' },
  again: { zh: '再学一遍', en: 'Learn it again' },
  progress: { zh: '学习进度', en: 'Progress' },
  doneOf: { zh: '已学完 {done} / {all} 课时', en: '{done} of {all} lessons done' },
  about: { zh: '看看介绍', en: 'About it' },
  markDone: { zh: '学完了，标记为已完成', en: 'I have finished this lesson' },
  markDoneNext: { zh: '学完了，下一课', en: 'Finished, next lesson' },
  isDone: { zh: '这一课已学完', en: 'You have finished this lesson' },
  trialNote: {
    zh: '这是试学课时。喜欢的话，可以看看整门课程。',
    en: 'This is a trial lesson. If you like it, have a look at the whole course.',
  },
  signIn: { zh: '登录后，学到哪里会替您记着。', en: 'Sign in and we will keep your place.' },
  previous: { zh: '上一课', en: 'Previous lesson' },
  next: { zh: '下一课', en: 'Next lesson' },
  processing: {
    zh: '音视频还在处理，过几分钟再来看看。',
    en: 'The recording is still being prepared. Please come back in a few minutes.',
  },
  failed: {
    zh: '这一课的文件出了问题：{why}',
    en: 'Something is wrong with the file of this lesson: {why}',
  },
  downloadNow: { zh: '下载', en: 'Download' },
  ofFile: { zh: '《{name}》', en: ' “{name}”' },
  download: { zh: '下载《{name}》', en: 'Download “{name}”' },
  reader: { zh: '阅读器：{name}', en: 'Reader: {name}' },
  epubNote: {
    zh: '这一课是一本电子书，下载后用您喜欢的阅读软件打开。',
    en: 'This lesson is an e-book: download it and open it in a reader you like.',
  },
  epubRead: {
    zh: '这一课是一本电子书：可以在这里读，换一台设备也接着读；也可以下载后用您喜欢的阅读软件打开。',
    en: 'This lesson is an e-book: read it here, and go on where you were on any device, or download it for a reader you like.',
  },
  pdfRead: {
    zh: '这一课是一份 PDF：可以在这里读，划重点、记笔记、在全文里搜索，换一台设备也接着读。',
    en: 'This lesson is a PDF: read it here, mark passages, take notes and search it, and go on where you were on any device.',
  },
  pdfPlain: { zh: '用浏览器自带的阅读器打开', en: 'Open in the browser’s own viewer' },
  readHere: { zh: '在线阅读', en: 'Read here' },
  stampNote: {
    zh: '下载的文件每一页都带有您的学员编号和订单号，请只留给自己用。',
    en: 'Every page of the file carries your learner number and order: please keep it to yourself.',
  },
  preview: {
    zh: '这是草稿预览，只有创作者和审核人员能看到。',
    en: 'This is a preview of the draft. Only its creator and reviewers can see it.',
  },
  opensAt: { zh: '{at} 开放', en: 'Opens at {at}' },
  closesAt: { zh: '可学到 {at}', en: 'Until {at}' },
  closed: { zh: '已过学习期限', en: 'Closed' },
  beginning: { zh: '试学开头', en: 'The beginning, to try' },
  beginningRead: { zh: '开头就到这里', en: 'That was the beginning' },
  beginningSeen: { zh: '这里可以试看开头', en: 'You can watch the beginning here' },
  beginningText: {
    zh: '这一课的其余部分，在《{title}》里继续。',
    en: 'The rest of this lesson goes on in “{title}”.',
  },
  beginningBuy: { zh: '购买，接着学', en: 'Buy and go on' },
  beginningJoin: { zh: '免费加入，接着学', en: 'Join for free and go on' },
  needsTitle: { zh: '这一课还差一步', en: 'One step before this lesson' },
  toOutline: { zh: '看看全部内容', en: 'See everything in it' },
  needsText: {
    zh: '老师希望您先学完下面的内容，再来学这一课。学完后点“学完了”，这里就会打开。',
    en: 'Your instructor would like you to finish what is listed here first. Mark it as finished, and this lesson opens.',
  },
  shared: {
    zh: '这是作者请您先看的草稿，还没有发布。链接在 {until} 失效，请不要转发。',
    en: 'The author asked you to look at this draft; it is not published. The link ends at {until}. Please do not pass it on.',
  },
  emptyDraft: { zh: '草稿里还没有课时', en: 'The draft has no lessons yet' },
  playFailed: {
    zh: '播放出错了，请刷新页面再试一次。',
    en: 'Playback failed. Please reload the page and try again.',
  },
  stopped: {
    zh: '这里停下来了：您的账号在别处开始了播放，而一个账号最多同时在 {n} 处播放。想在这里继续，请再按播放。',
    en: 'Stopped here: your account began to play elsewhere, and the most at one time is {n}. To go on here, press play again.',
  },
  signedOut: {
    zh: '这台设备已经退出登录，播放停在这里。请重新登录后继续。',
    en: 'This device has been signed out, so playing stopped. Please sign in again to go on.',
  },
  resumed: { zh: '已从上次停下的地方继续', en: 'Continued where you stopped' },
  more: { zh: '更多', en: 'More' },
  firstPage: { zh: '回到第一页', en: 'First page' },
  minutes: { zh: '{n} 分钟', en: '{n} min' },
} as const satisfies Readonly<Record<string, Words>>;

/** What stands where a lesson is kept for study without network. */
export const keepWords = {
  title: { zh: '离线学习', en: 'Study offline' },
  height: { zh: '清晰度', en: 'Quality' },
  keep: { zh: '保存到这台设备', en: 'Keep on this device' },
  busy: { zh: '正在保存', en: 'Keeping' },
  cancel: { zh: '取消', en: 'Cancel' },
  open: { zh: '打开离线课时', en: 'Open the kept lesson' },
  renew: { zh: '换成新的', en: 'Renew it' },
  remove: { zh: '从这台设备移除', en: 'Remove from this device' },
  all: { zh: '这台设备上的全部离线课时', en: 'All lessons kept on this device' },
  /** What the island says. */
  told: {
    offer: {
      zh: '约 {size}，加密保存在这台设备上，没有网络也能学；可离线学到 {at}（北京时间），期间联网会自动续期。',
      en: 'About {size}, kept encrypted on this device to study without network until {at}, Beijing time; it is prolonged whenever you are connected.',
    },
    half: {
      zh: '上次保存到一半，可以接着保存。共约 {size}，可离线学到 {at}（北京时间）。',
      en: 'Half of it is here: go on where it stopped. About {size} in all, until {at}, Beijing time.',
    },
    keptUntil: {
      zh: '已保存，可离线学到 {at}（北京时间），期间联网会自动续期。',
      en: 'Kept. You can study offline until {at}, Beijing time; it is prolonged whenever you are connected.',
    },
    old: {
      zh: '已保存，可离线学到 {at}（北京时间）。课时后来有更新，可以换成新的。',
      en: 'Kept; you can study offline until {at}, Beijing time. The lesson has changed since: you can renew it.',
    },
    noNetwork: {
      zh: '现在没有网络，联网后再保存。',
      en: 'There is no network now: keep it once you are connected.',
    },
    cancelled: { zh: '已取消，没有留下什么。', en: 'Cancelled; nothing was kept.' },
    failed: {
      zh: '没有保存完，已下载的部分还在，请再试一次。',
      en: 'It was not finished. What came so far is here: please try again.',
    },
    full: {
      zh: '这台设备的空间不够，请先腾出一些。',
      en: 'There is not enough room on this device: please make some first.',
    },
  },
} as const;

/** A sentence with its parameters filled in. */
export function say(
  sentence: Words,
  locale: Locale,
  params: Readonly<Record<string, string | number>>,
): string {
  return fill(sentence[locale], params);
}

/** In which language a lesson is read. */
export const languageWords = {
  /** By the language that it is in. */
  only: {
    zh: {
      zh: '这一课只有中文版。',
      en: 'This lesson is in Chinese; there is no English version of it yet.',
    },
    en: { zh: '这一课只有英文版，还没有中文版。', en: 'This lesson is in English.' },
  },
  reading: { zh: '您正在看中文版。', en: 'You are reading the English version.' },
  /** In the language that it leads to. */
  readIn: { zh: '看中文版', en: 'Read it in English' },
} as const satisfies Record<string, Record<Locale, string | Words>>;
