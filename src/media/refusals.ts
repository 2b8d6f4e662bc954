import type { Words } from '#kernel/locale.ts';
import { refuser, type RefusalWords } from '#kernel/refusal.ts';

/** Why a file is not taken, or why what was taken cannot be used: the second stand in `asset.failure` too. */
export const mediaWords = {
  'media.unknown': { status: 404, zh: '没有找到这个文件', en: 'There is no such file.' },
  'media.empty': { status: 422, zh: '文件是空的（0 字节）', en: 'The file is empty (0 bytes).' },
  'media.unsupported': {
    status: 415,
    zh: '看内容不是我们支持的格式（支持 mp4、mov、webm、mp3、m4a、wav、ogg、png、jpeg、webp、gif、avif、pdf、epub、srt、vtt）',
    en: 'By its content this is not a format we support (mp4, mov, webm, mp3, m4a, wav, ogg, png, jpeg, webp, gif, avif, pdf, epub, srt, vtt).',
  },
  'media.svg': {
    status: 415,
    zh: '不收 SVG 和 HTML：里面可以藏脚本。请导出成 PNG 或 WebP',
    en: 'SVG and HTML are not taken, because scripts can hide in them. Please export a PNG or WebP.',
  },
  'media.too_large': {
    status: 413,
    zh: '文件太大：这类文件最多 {limitMb} MB',
    en: 'The file is too large: at most {limitMb} MB of this kind.',
  },
  'media.quota_full': {
    status: 413,
    zh: '空间不够：已用 {used}，上限 {quota}，这个文件还要 {needed}。请删掉不用的素材，或请站点放宽上限',
    en: 'There is no room for this: {used} of your {quota} are used, and this file needs {needed}. Remove what you no longer use, or ask the site for more.',
  },
  'media.too_many_pixels': {
    status: 422,
    zh: '图片的尺寸太大，请缩小到 1 亿像素以内',
    en: 'The picture has too many pixels: please keep below 100 million.',
  },
  'media.not_utf8': {
    status: 422,
    zh: '文字不是 UTF-8 编码，请另存为 UTF-8 再传',
    en: 'The text is not UTF-8: please save it as UTF-8 and try again.',
  },
  'media.bad_subtitles': {
    status: 422,
    zh: '字幕读不出来：第 {line} 行不是有效的时间轴或文字',
    en: 'The subtitles cannot be read: line {line} is neither a time nor a text.',
  },
  'media.corrupt': {
    status: 422,
    zh: '文件损坏或不完整，读不出内容',
    en: 'The file is damaged or incomplete and cannot be read.',
  },
  'media.too_long': {
    status: 422,
    zh: '超过了 24 小时，请分成几段再上传',
    en: 'It is longer than 24 hours: cut it into parts and upload those.',
  },
  'media.too_short': {
    status: 422,
    zh: '视频几乎没有画面（不足一秒），请检查导出',
    en: 'The video has almost no pictures (less than a second): please check the export.',
  },
  'media.too_wide': {
    status: 422,
    zh: '视频画面太大，请导出成 8K（7680×4320）以内',
    en: 'The pictures of this video are too large: please export it at 8K (7680×4320) or below.',
  },
  'media.no_cuts': {
    status: 422,
    zh: '视频里的关键帧太少，切不成小段。请重新导出，让关键帧间隔在 10 秒以内',
    en: 'The video has too few key frames to be cut into pieces: please export it with one at least every ten seconds.',
  },
  'media.codec': {
    status: 422,
    zh: '视频编码浏览器放不了，请转成 H.264 画面和 AAC 声音的 mp4',
    en: 'Browsers cannot play this encoding: please convert it to an mp4 with H.264 video and AAC audio.',
  },
  'media.not_ready': {
    status: 409,
    zh: '文件还在处理，请稍后再来',
    en: 'The file is still being prepared: please come back soon.',
  },
  'media.in_use': {
    status: 409,
    zh: '这个素材还在用（课时、封面、头像、正文、字幕或历史版本），不能删除',
    en: 'This asset is in use (a lesson, cover, portrait, text, subtitles or an earlier version) and cannot be removed.',
  },
  'media.not_spoken': {
    status: 422,
    zh: '只有视频和音频可以配字幕',
    en: 'Only video and audio can have subtitles.',
  },
  'media.not_subtitles': {
    status: 422,
    zh: '这个文件不是字幕。请选 SRT 或 WebVTT（.srt、.vtt）文件',
    en: 'This file is no subtitles. Please choose an SRT or WebVTT file (.srt, .vtt).',
  },
  'media.no_subtitles': {
    status: 404,
    zh: '没有这种语言的字幕',
    en: 'There are no subtitles in this language.',
  },
  'media.subtitles_changed': {
    status: 409,
    zh: '这种语言的字幕刚刚变过，这次没有换。请看看现在的字幕再决定',
    en: 'The subtitles in this language have just changed, so nothing was replaced. Please look at them as they are now.',
  },
  'media.link_invalid': {
    status: 403,
    zh: '这个链接已过期，或不是给您的。请回到课程页面重新打开',
    en: 'This link has expired or is not yours. Please open it from the course again.',
  },
  'media.pdf_locked': {
    status: 422,
    zh: '这个 PDF 设了密码或加了密，没法为您做一份带编号的副本。请联系讲师换一个不加密的文件',
    en: 'This PDF is encrypted, so no copy with your number can be made of it. Please ask the instructor for a file without a password.',
  },
  'media.pdf_broken': {
    status: 422,
    zh: '这个 PDF 损坏了，读不出它的页面。请联系讲师重新导出一份',
    en: 'This PDF is damaged: its pages cannot be read. Please ask the instructor to export it anew.',
  },
  'media.pdf_too_large': {
    status: 422,
    zh: '这个 PDF 太大了（最多 5,000 页），没法在网页上读，请下载后阅读',
    en: 'This PDF is too large to be read on the page (5,000 pages at most): please download it.',
  },
  'media.pdf_script': {
    status: 422,
    zh: '这个 PDF 里带有脚本或会自动运行的动作，为了安全不予下载。请联系讲师换一个没有脚本的文件',
    en: 'This PDF holds a script, or something that runs by itself, and is not handed out. Please ask the instructor for one without.',
  },
  'media.epub_locked': {
    status: 422,
    zh: '这本电子书加了密（DRM），这里打不开。请联系讲师换一个不加密的文件',
    en: 'This e-book is locked by DRM and cannot be opened here. Please ask the instructor for a file without a lock.',
  },
  'media.epub_broken': {
    status: 422,
    zh: '这本电子书损坏或不完整，读不出章节。请联系讲师重新导出一份',
    en: 'This e-book is damaged: no chapters can be read. Please ask the instructor to export it anew.',
  },
  'media.epub_unsafe': {
    status: 422,
    zh: '这本电子书里有指向文件夹之外的路径，不安全，不予打开',
    en: 'This e-book holds paths that lead out of it, which is not safe: it is not opened.',
  },
  'media.epub_too_large': {
    status: 422,
    zh: '这本电子书解开后太大（最多 5,000 个文件、400 MB）',
    en: 'This e-book is too large when unpacked (at most 5,000 files and 400 MB).',
  },
  'media.stamp_busy': {
    status: 503,
    zh: '正在做的文件副本太多，请过一会儿再下载',
    en: 'Too many copies are being made just now: please try again in a moment.',
  },
  'media.stamp_too_heavy': {
    status: 422,
    zh: '这个文件太复杂，没法在合理的时间里做出带编号的副本。请联系讲师换一个小一些的文件',
    en: 'This file is too complex for a copy with your number to be made in reasonable time. Please ask the instructor for a smaller one.',
  },
  'media.rung_unwanted': {
    status: 409,
    zh: '这档清晰度已经有了，或者不需要由您的电脑来转',
    en: 'This quality is there already, or need not be made on your computer.',
  },
  'media.rung_unfit': {
    status: 422,
    zh: '您的电脑转出来的画面与原视频对不上（尺寸、编码、长短或切分处不同），没有收下。原来的视频照常可以看',
    en: 'What your computer made does not match the video (its size, encoding, length or cuts) and was not taken. The video itself plays as before.',
  },
  'media.upload_unknown': { status: 404, zh: '没有找到这次上传', en: 'There is no such upload.' },
  'media.upload_malformed': {
    status: 400,
    zh: '这个上传请求缺少长度、位置或说明，或者写错了。请按 tus 1.0.0 协议发送',
    en: 'This upload request lacks its length, its offset or its metadata, or has them wrong. Send it as tus 1.0.0 says.',
  },
  'media.upload_type': {
    status: 415,
    zh: '上传的内容要标明为 application/offset+octet-stream',
    en: 'A piece of an upload is sent as application/offset+octet-stream.',
  },
  'media.upload_offset': {
    status: 409,
    zh: '这次上传已经走到别的位置。请先问清位置，再从那里继续',
    en: 'This upload has come to another place: ask where it is, and go on from there.',
  },
  'media.upload_taken': {
    status: 409,
    zh: '这次上传正由另一个连接继续，这个连接到此为止',
    en: 'Another connection goes on with this upload, so this one ends here.',
  },
} as const satisfies Readonly<Record<string, RefusalWords>>;

/** The same of documents to whoever brought them: it is theirs to mend. */
export const ownerWords: Readonly<Partial<Record<keyof typeof mediaWords, Words>>> = {
  'media.pdf_locked': {
    zh: '这个 PDF 设了密码或加了密，没法给学员做带编号的副本。请去掉密码后重新上传',
    en: 'This PDF is encrypted, so no copies with a learner’s number can be made. Please upload it without a password.',
  },
  'media.pdf_broken': {
    zh: '这个 PDF 损坏了，读不出它的页面。请重新导出一份再上传',
    en: 'This PDF is damaged: its pages cannot be read. Please export it anew and upload that.',
  },
  'media.pdf_script': {
    zh: '这个 PDF 里带有脚本或会自动运行的动作，不能发给学员。请用“打印为 PDF”之类的办法另存一份再上传',
    en: 'This PDF holds a script, or something that runs by itself, and cannot be given to learners. Please print it to a new PDF and upload that.',
  },
  'media.epub_locked': {
    zh: '这本电子书加了密（DRM），学员打不开。请上传没有加密的文件',
    en: 'This e-book is locked by DRM, so learners could not open it. Please upload a file without a lock.',
  },
  'media.epub_broken': {
    zh: '这本电子书损坏或不完整，读不出章节。请重新导出一份再上传',
    en: 'This e-book is damaged: no chapters can be read. Please export it anew and upload that.',
  },
  'media.epub_unsafe': {
    zh: '这本电子书里有指向文件夹之外的路径，不安全，不能发给学员。请重新导出一份再上传',
    en: 'This e-book holds paths that lead out of it, which is not safe for learners. Please export it anew and upload that.',
  },
  'media.stamp_too_heavy': {
    zh: '这个文件太复杂，没法在合理的时间里为学员做出带编号的副本。请压缩或拆小后再上传',
    en: 'This file is too complex for copies with a learner’s number to be made in reasonable time. Please make it smaller, or split it.',
  },
};

export const refuseMedia = refuser(mediaWords);

export type MediaFailure = keyof typeof mediaWords;
