import { refuser } from '#kernel/refusal.ts';

/** What a text is refused for when it is read or rendered. */
export const refuseText = refuser({
  'text.too_heavy': {
    status: 422,
    zh: '这段正文太复杂，{seconds} 秒内排不出来。请把它拆成几段，或减少公式和代码，再试一次',
    en: 'This text is too complex to be set within {seconds} seconds. Please split it, or use fewer formulas and less code.',
  },
  'text.lesson_too_heavy': {
    status: 422,
    zh: '《{title}》的正文太复杂，{seconds} 秒内排不出来。请把它拆成几课，或减少公式和代码，再送审',
    en: 'The text of “{title}” is too complex to be set within {seconds} seconds. Please split it into several lessons, or use fewer formulas and less code.',
  },
  'text.busy': {
    status: 503,
    zh: '现在要排版的文字太多，请等几秒再试',
    en: 'Too many texts are being set right now: please try again in a few seconds.',
  },
});

/** What an import stops at. */
export const refuseImport = refuser({
  'import.unknown': { status: 404, zh: '没有找到这次导入', en: 'There is no such import.' },
  'import.not_found': {
    status: 422,
    zh: '没有找到要导入的文件夹或文件：{path}',
    en: 'There is no folder or file to import at {path}.',
  },
  'import.bad_zip': {
    status: 422,
    zh: '这个 zip 已损坏或不完整，打不开',
    en: 'This zip is damaged or incomplete and cannot be opened.',
  },
  'import.encrypted_zip': {
    status: 422,
    zh: '这个 zip 有密码，请去掉密码再导入',
    en: 'This zip has a password: please import one without.',
  },
  'import.zip_bomb': {
    status: 422,
    zh: '这个 zip 解开后大得不正常，已停止导入',
    en: 'This zip would unpack to an unreasonable size; the import was stopped.',
  },
  'import.no_feed': {
    status: 422,
    zh: '这里没有能读的订阅源（RSS、Atom、JSON Feed），也不是 Ghost 的导出文件',
    en: 'There is no feed (RSS, Atom, JSON Feed) here that can be read, and no export of Ghost.',
  },
  'import.empty_feed': {
    status: 422,
    zh: '这里面还没有可以导入的文章或节目',
    en: 'There are no published texts or episodes in it yet.',
  },
  'import.running': {
    status: 409,
    zh: '这个地址正在导入，请等它完成',
    en: 'This address is being imported: please wait until it is done.',
  },
  'import.too_many_files': {
    status: 422,
    zh: '文件太多：一次最多导入 {limit} 个',
    en: 'Too many files: at most {limit} at once.',
  },
  'import.too_large': {
    status: 413,
    zh: '内容太大：一次最多导入 {limitMb} MB',
    en: 'Too much: at most {limitMb} MB at once.',
  },
  'import.bad_path': {
    status: 422,
    zh: '文件名不安全（绝对路径、“..”或控制字符）：{path}',
    en: 'An unsafe file name (absolute, with “..” or control characters): {path}',
  },
  'import.link': {
    status: 422,
    zh: '不收符号链接：{path}',
    en: 'Symbolic links are not taken: {path}',
  },
  'import.twice': {
    status: 422,
    zh: '同一个文件出现了两次：{path}',
    en: 'The same file is there twice: {path}',
  },
  'import.newer_package': {
    status: 422,
    zh: '这个课程包是更新版本的书院导出的，请先升级本站再导入',
    en: 'This package was exported by a later version: please upgrade this house first.',
  },
  'import.no_lessons': {
    status: 422,
    zh: '没有找到课时。请把课时放在以数字开头的文件夹里（如“01-第一章”），或直接放在最外层',
    en: 'No lessons were found. Put them into folders that begin with a number (such as “01-Beginnings”), or at the top.',
  },
  'import.files': {
    status: 422,
    zh: '有文件需要改正，什么都没有导入：{problems}',
    en: 'Some files need correction; nothing was imported: {problems}',
  },
});

/** What an export stops at. */
export const refuseExport = refuser({
  'export.unknown': {
    status: 404,
    zh: '没有找到这次导出，可能已经过期，请重新导出',
    en: 'There is no such export; it may have expired: please export again.',
  },
  'export.not_empty': {
    status: 409,
    zh: '文件夹不是空的，没有写入：{folder}',
    en: 'The folder is not empty, and nothing was written: {folder}',
  },
});

/** Reasons for single files. */
export const fileWords = {
  notUtf8: {
    zh: '文字不是 UTF-8 编码，请另存为 UTF-8',
    en: 'the text is not UTF-8: please save it as UTF-8',
  },
  notText: {
    zh: '文字里有控制字符，像是别的格式改了后缀',
    en: 'control characters in the text: it looks like another format under this name',
  },
  heavyText: {
    zh: '正文太复杂，请拆成几课',
    en: 'the text is too complex: please split it into several lessons',
  },
  longText: { zh: '文字太长（超过 {limitKb} KB）', en: 'the text is too long (over {limitKb} kB)' },
  badYaml: { zh: '开头的 YAML 有错：{detail}', en: 'the YAML at the top is wrong: {detail}' },
  unknownKey: { zh: '不认识的字段“{key}”，已忽略', en: 'unknown field “{key}”, ignored' },
  twoMedia: {
    zh: '同一课有两个音视频或文档，只能有一个：{other}',
    en: 'two media for one lesson, there can be only one: {other}',
  },
  twoTexts: {
    zh: '同一课已有正文：{other}，只能有一个',
    en: 'this lesson has a text already: {other}, there can be only one',
  },
  notWord: {
    zh: '不是能读的 Word 文档（.docx）：已损坏，或有密码，或是别的格式改了后缀',
    en: 'not a Word document (.docx) that can be read: damaged, with a password, or another format under this name',
  },
  largeWord: {
    zh: 'Word 文档太大：解开后最多 {limitMb} MB，其中文字最多 {wordsMb} MB',
    en: 'the Word document is too large: at most {limitMb} MB unpacked, {wordsMb} MB of words among them',
  },
  declares: {
    zh: '文档里有自定义的实体声明（DOCTYPE），出于安全不读取',
    en: 'the document declares entities of its own (DOCTYPE), and is not read for safety',
  },
  wordPicture: {
    zh: '有网页不能显示的图片，已略过（{kind}）。请在 Word 里另存为 PNG 或 JPEG 再插入',
    en: 'pictures that no page can show were left out ({kind}): insert them as PNG or JPEG',
  },
  said: { zh: '{why}', en: '{why}' },
  notPublished: {
    zh: '草稿、定时文章或独立页面，没有导入',
    en: 'a draft, a scheduled post or a page by itself, not imported',
  },
  noRoom: {
    zh: '空间已满，这个和之后的文件共 {count} 个没有取来。腾出空间后再导入一次即可补上',
    en: 'there is no room left: {count} files from here on were not fetched. Make room and import again',
  },
  keptTheirs: {
    zh: '有 {count} 篇您在这里改过或移除过，保持您的样子',
    en: '{count} pieces that you changed or removed here stay as you left them',
  },
  nestedZip: {
    zh: '不展开压缩包里的压缩包，已跳过',
    en: 'an archive inside is not opened, skipped',
  },
  notUsed: { zh: '不认识的文件，已跳过', en: 'not a kind of file we know, skipped' },
  wrongKind: {
    zh: '内容和后缀不符：看内容是 {kind}',
    en: 'its content does not fit its name: it is {kind}',
  },
  missingPicture: {
    zh: '文中的图片没有找到：{picture}',
    en: 'a picture in the text was not found: {picture}',
  },
  outsidePicture: {
    zh: '文中的图片路径跑出了课程文件夹：{picture}',
    en: 'a picture in the text lies outside the course: {picture}',
  },
  badManifest: {
    zh: 'manifest.json 已损坏。要按文件名导入，请先删掉它',
    en: 'manifest.json is damaged. To import by the names of files, remove it first',
  },
  missingFile: {
    zh: 'manifest.json 提到的文件不在这里',
    en: 'manifest.json speaks of this file, and it is not there',
  },
  notInManifest: {
    zh: 'manifest.json 没有提到这个文件，已跳过。要按文件名导入，请先删掉 manifest.json',
    en: 'manifest.json does not speak of it, skipped. To import by the names of files, remove manifest.json first',
  },
  changedSince: {
    zh: '导出之后被改动过，按现在的内容导入',
    en: 'changed since it was exported; taken as it is now',
  },
  noPart: {
    zh: '您没有地址为“{slug}”的作品，套餐里先不放它',
    en: 'you have no work at the address “{slug}”, so the bundle does without it',
  },
  noBeginning: {
    zh: '只有图文和视频可以只试学开头，已忽略 trial_first',
    en: 'only of texts and videos can the beginning be tried, trial_first is ignored',
  },
  noLesson: {
    zh: '要先学的“{name}”不是这门课的课时，已忽略',
    en: '“{name}”, which is to come first, is no lesson of this course, ignored',
  },
  slugTaken: {
    zh: '本站已有地址为“{slug}”的作品，换了一个地址',
    en: 'this house has a work at the address “{slug}” already, so it got another',
  },
  loneSubtitles: {
    zh: '字幕没有对应的音视频，已跳过',
    en: 'subtitles without their video or audio, skipped',
  },
  ownLanguage: {
    zh: '文件名说的就是课程自己的语言，已跳过；把它并进不带语言的那个文件',
    en: 'its name says the language of the course itself, skipped: put it into the file without a language',
  },
  noCover: { zh: '封面没有找到：{picture}', en: 'the cover was not found: {picture}' },
  noCategory: {
    zh: '没有这个分类，已忽略：{category}',
    en: 'there is no such category, ignored: {category}',
  },
  keptPrice: {
    zh: '课程已有价格，导入不改动它',
    en: 'the course has a price already, which an import does not change',
  },
} as const;
