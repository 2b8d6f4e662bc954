import type { Locale, Words } from '#kernel/locale.ts';
import type { AssetUse, Gates, LessonKind, Schedule, WorkKind, WorkState } from './types.ts';

/** What kinds of works are called. */
export const kindWords = {
  course: { zh: '课程', en: 'Course' },
  series: { zh: '专栏', en: 'Series' },
  article: { zh: '文章', en: 'Article' },
  album: { zh: '音频专辑', en: 'Audio album' },
  video: { zh: '视频', en: 'Video' },
  ebook: { zh: '电子书', en: 'E-book' },
  download: { zh: '资料下载', en: 'Downloads' },
  bundle: { zh: '套餐', en: 'Bundle' },
} as const satisfies Record<WorkKind, Words>;

/** One work of a kind, as it is pointed at in a sentence. */
export const thisKindWords = {
  course: { zh: '这门课程', en: 'this course' },
  series: { zh: '这个专栏', en: 'this series' },
  article: { zh: '这篇文章', en: 'this article' },
  album: { zh: '这张专辑', en: 'this album' },
  video: { zh: '这部视频', en: 'this video' },
  ebook: { zh: '这本电子书', en: 'this e-book' },
  download: { zh: '这份资料', en: 'this download' },
  bundle: { zh: '这个套餐', en: 'this bundle' },
} as const satisfies Record<WorkKind, Words>;

/** What the items of a kind are called, together and counted. */
export const itemWords = {
  course: { all: { zh: '目录', en: 'Outline' }, count: { zh: '{n} 课时', en: '{n} lessons' } },
  series: { all: { zh: '各期', en: 'Issues' }, count: { zh: '{n} 期', en: '{n} issues' } },
  article: { all: { zh: '正文', en: 'The text' }, count: { zh: '{n} 篇', en: '{n} texts' } },
  album: { all: { zh: '节目', en: 'Episodes' }, count: { zh: '{n} 集', en: '{n} episodes' } },
  video: { all: { zh: '视频', en: 'Videos' }, count: { zh: '{n} 段', en: '{n} videos' } },
  download: { all: { zh: '文件', en: 'Files' }, count: { zh: '{n} 个文件', en: '{n} files' } },
  bundle: {
    all: { zh: '包含的作品', en: 'What is in it' },
    count: { zh: '{n} 部作品', en: '{n} works' },
  },
  ebook: { all: { zh: '书目', en: 'Books' }, count: { zh: '{n} 册', en: '{n} books' } },
} as const satisfies Record<WorkKind, { readonly all: Words; readonly count: Words }>;

/** How a work stands, and that its draft is in review. */
export const workStateWords = {
  draft: { zh: '草稿', en: 'Draft' },
  submitted: { zh: '审核中', en: 'In review' },
  published: { zh: '已发布', en: 'Published' },
  withdrawn: { zh: '已下架', en: 'Off the shelf' },
  taken_down: { zh: '被下架', en: 'Taken down' },
  deleted: { zh: '已删除', en: 'Deleted' },
} as const satisfies Record<WorkState | 'submitted', Words>;

/** How an asset is used. */
export const assetUseWords = {
  lesson: { zh: '课时', en: 'Lesson' },
  cover: { zh: '封面', en: 'Cover' },
  text: { zh: '正文引用', en: 'In texts' },
  portrait: { zh: '头像', en: 'Portrait' },
  subtitle: { zh: '字幕', en: 'Subtitles' },
  version: { zh: '只在历史版本里', en: 'In earlier versions only' },
} as const satisfies Record<AssetUse['kind'], Words>;

const scheduleWords = {
  opensOn: { zh: '{n} 开放', en: 'opens on {n}' },
  opensAfterDays: { zh: '购买 {n} 天后开放', en: 'opens {n} days after purchase' },
  closesAfterDays: { zh: '开放后可学 {n} 天', en: 'open for {n} days' },
} as const satisfies Record<keyof Schedule, Words>;

function saySchedule(schedule: Schedule, locale: Locale): string {
  const names = ['opensOn', 'opensAfterDays', 'closesAfterDays'] as const;
  const said = names.flatMap((name) => {
    const value = schedule[name];
    return value === null ? [] : [scheduleWords[name][locale].replace('{n}', String(value))];
  });
  return said.join(locale === 'zh' ? '，' : ', ');
}

const beginningWords = {
  text: { zh: '可试读开头', en: 'beginning to read' },
  video: { zh: '可试看开头', en: 'beginning to watch' },
} as const satisfies Record<'text' | 'video', Words>;

/** That the beginning of a lesson can be tried. */
export function sayBeginning({ kind }: { readonly kind: LessonKind }, locale: Locale): string {
  return beginningWords[kind === 'video' ? 'video' : 'text'][locale];
}

const needsWords = {
  one: { zh: '先学完《{title}》', en: 'first “{title}”' },
  many: { zh: '先学完 {n} 课', en: '{n} lessons first' },
} as const satisfies Record<string, Words>;

/** Which lesson comes first, or how many do; empty where none does. */
export function sayNeeds(titles: readonly string[], locale: Locale): string {
  const [title] = titles;
  if (title === undefined) return '';
  if (titles.length === 1) return needsWords.one[locale].replace('{title}', () => title);
  return needsWords.many[locale].replace('{n}', String(titles.length));
}

/** Lessons among which others are named. */
export interface AmongLessons {
  readonly chapters: readonly {
    readonly lessons: readonly { readonly id: string; readonly title: string }[];
  }[];
  /** Each needs the one before: said once, of all of them. */
  readonly isInOrder: boolean;
}

/** When a lesson opens and closes and what comes first, as those who may buy it are told; empty where it simply is open. */
export function sayGates(lesson: Gates, among: AmongLessons, locale: Locale): string {
  const first =
    among.isInOrder || lesson.needs.length === 0
      ? []
      : among.chapters
          .flatMap(({ lessons }) => lessons)
          .filter(({ id }) => lesson.needs.includes(id))
          .map(({ title }) => title);
  const said = [saySchedule(lesson, locale), sayNeeds(first, locale)].filter(Boolean);
  return said.join(locale === 'zh' ? '，' : ', ');
}

const amountWords = {
  text: { zh: '可试读前 {n} 字', en: 'first {n} characters to try' },
  video: { zh: '可试看前 {n} 秒', en: 'first {n} seconds to try' },
} as const satisfies Record<'text' | 'video', Words>;

/** What its creator and reviewers are told: how much of it can be tried, when it opens and what comes first. */
export function sayAccess(
  lesson: Gates & { readonly kind: LessonKind; readonly trialFirst: number | null },
  among: AmongLessons,
  locale: Locale,
): string {
  const amount = amountWords[lesson.kind === 'video' ? 'video' : 'text'][locale];
  const begun = lesson.trialFirst === null ? '' : amount.replace('{n}', String(lesson.trialFirst));
  const said = [begun, sayGates(lesson, among, locale)].filter(Boolean);
  return said.join(locale === 'zh' ? '，' : ', ');
}
