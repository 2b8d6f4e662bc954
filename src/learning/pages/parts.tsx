import type { ReactNode } from 'react';
import { beginningOf, languagesOf, lookOf } from '#catalog/service.ts';
import type { Lesson, OutlineChapter, OutlineLesson } from '#catalog/types.ts';
import { sayNeeds } from '#catalog/words.ts';
import { numberOf } from '#kernel/id.ts';
import { languageTag, localePath, type Locale } from '#kernel/locale.ts';
import { saySize } from '#kernel/size.ts';
import { formatDuration, formatInstant } from '#kernel/time.ts';
import { failureWords, isStamped, signMedia, type Playback } from '#media/service.ts';
import { subtitleLanguage } from '#media/words.ts';
import type { Ctx } from '#platform/ctx.ts';
import { LinkButton } from '#ui/button.tsx';
import { Icon } from '#ui/icon.tsx';
import { Notice } from '#ui/notice.tsx';
import type { OutlineChapter as Chapter, OutlineLesson as Step } from '#ui/outline.tsx';
import { PlayerShell } from '#ui/player-shell.tsx';
import { resumeAt, type Standing } from '../rules.ts';
import type { OpenedLesson } from '../service.ts';
import type { Progress } from '../types.ts';
import { say, words } from '../words.ts';

/** Addresses of learning in the reader's language. */
export const paths = {
  shelf: (locale: Locale) => localePath(locale, '/learning'),
  course: (locale: Locale, slug: string) =>
    localePath(locale, `/courses/${encodeURIComponent(slug)}`),
  home: (locale: Locale, slug: string) => localePath(locale, `/learn/${encodeURIComponent(slug)}`),
  lesson: (locale: Locale, slug: string, id: string) =>
    `${localePath(locale, `/learn/${encodeURIComponent(slug)}`)}/${id}`,
  /** Where the only piece of a work is read or played: an e-book or a PDF in its reader. */
  piece: (locale: Locale, slug: string, { id, kind }: Pick<OutlineLesson, 'id' | 'kind'>) =>
    kind === 'epub' || kind === 'pdf'
      ? localePath(locale, `/read/${id}`)
      : paths.lesson(locale, slug, id),
  file: (locale: Locale, id: string, assetId: string) =>
    localePath(locale, `/lessons/${id}/files/${assetId}`),
  preview: (locale: Locale, id: string) => localePath(locale, `/preview/lessons/${id}`),
  shared: (locale: Locale, token: string, id: string) =>
    localePath(locale, `/shared/${token}/${id}`),
};

export interface OutlineView {
  readonly locale: Locale;
  /** The language of the work: that of lessons that are not said in the reader's. */
  readonly language?: string;
  readonly currentId?: string;
  readonly isEntitled: boolean;
  readonly isDone: (lessonId: string) => boolean;
  /** How a lesson stands for its reader; without it all are open to who has the course. */
  readonly standing?: (lesson: OutlineLesson) => Standing;
  readonly href: (lessonId: string) => string;
}

/** An outline as its reader stands in it. */
export function chaptersOf(outline: readonly OutlineChapter[], view: OutlineView): Chapter[] {
  return outline.map(({ title, lessons }) => ({
    title,
    lessons: lessons.map((lesson) => stepOf(lesson, view)),
  }));
}

function stepOf(lesson: OutlineLesson, view: OutlineView): Step {
  const { id, title, kind } = lesson;
  const when = view.isEntitled && !lesson.isTrial ? view.standing?.(lesson) : undefined;
  const state = when && when.is !== 'open' ? 'locked' : stateOf(lesson, view);
  return {
    title,
    lang: langIn(lesson, view),
    kind: lookOf(kind),
    state,
    note: when && sayWhen(when, view.locale),
    duration: lengthOf(lesson, view.locale),
    href: state === 'locked' ? undefined : view.href(id),
  };
}

function langIn(lesson: OutlineLesson, { locale, language }: OutlineView): string | undefined {
  if (language === undefined) return undefined;
  const { said } = languagesOf(lesson, language);
  return said === locale ? undefined : languageTag[said];
}

/** When a lesson opens or closes for its reader; nothing where it simply is open. */
export function sayWhen(standing: Standing, locale: Locale): string | undefined {
  if (standing.is === 'waiting')
    return say(words.opensAt, locale, { at: formatInstant(standing.opensAt) });
  if (standing.is === 'closed') return words.closed[locale];
  if (standing.is === 'needs')
    return sayNeeds(
      standing.lessons.map(({ title }) => title),
      locale,
    );
  return standing.closesAt && say(words.closesAt, locale, { at: formatInstant(standing.closesAt) });
}

function stateOf(
  lesson: OutlineLesson,
  { currentId, isEntitled, isDone }: OutlineView,
): Step['state'] {
  const { id, isTrial } = lesson;
  if (id === currentId) return 'current';
  if (isDone(id)) return 'done';
  if (isEntitled) return 'open';
  return isTrial || beginningOf(lesson) !== undefined ? 'trial' : 'locked';
}

interface MediumProps {
  readonly ctx: Ctx;
  readonly opened: OpenedLesson;
  readonly progress: Progress | undefined;
  /** Drafts are played, but nobody learns them. */
  readonly isPreview?: boolean;
  /** What a locked phone shows beside the title, and where its keys lead. */
  readonly sleeve?: Sleeve;
}

interface Sleeve {
  readonly artist: string;
  readonly album: string;
  readonly previous: string | undefined;
  readonly next: string | undefined;
}

/** What a lesson shows above its text: a player, a document, or why there is none yet. */
export function Medium({
  ctx,
  opened,
  progress,
  isPreview = false,
  sleeve,
}: MediumProps): ReactNode {
  const { asset, playback } = opened;
  const { locale } = ctx;
  if (!asset) return null;
  if (asset.state === 'processing') return <Notice>{words.processing[locale]}</Notice>;
  if (asset.state === 'failed') {
    const why = failureWords(asset.failure ?? '')[locale];
    return <Notice tone="error">{say(words.failed, locale, { why })}</Notice>;
  }
  if (!playback) return <Document ctx={ctx} opened={opened} isPreview={isPreview} />;

  return <PlayerShell {...playerOf({ ctx, opened, progress, isPreview, sleeve }, playback)} />;
}

type Played = Pick<MediumProps, 'ctx' | 'opened' | 'progress'> & {
  readonly isPreview: boolean;
  readonly sleeve: Sleeve | undefined;
};

function playerOf({ ctx, opened, progress, isPreview, sleeve }: Played, playback: Playback) {
  const { lesson } = opened;
  const { locale } = ctx;
  const isKept = ctx.actor.kind === 'user' && !isPreview;
  // The reader's own language is shown first.
  const tracks = playback.tracks.toSorted(
    (a, b) => Number(b.locale.startsWith(locale)) - Number(a.locale.startsWith(locale)),
  );
  return {
    locale,
    kind: playback.kind,
    title: lesson.title,
    sources: [{ src: playback.src, type: playback.type }],
    poster: playback.poster,
    peaks: playback.peaks,
    tracks: tracks.map((track) => ({
      src: track.src,
      lang: track.locale,
      label: subtitleLanguage(track.locale),
    })),
    data: {
      failed: words.playFailed[locale],
      start: String(resumeAt(progress?.positionSec ?? 0, playback.durationSec)),
      ...(playback.sheet ? { sheet: JSON.stringify(playback.sheet) } : {}),
      ...(playback.poster ? { picture: playback.poster } : {}),
      ...given(sleeve),
      ...(isPreview ? {} : { renew: `/api/v1/lessons/${lesson.id}/playback?lang=${locale}` }),
      ...(ctx.actor.kind === 'user' && playback.kind === 'video'
        ? { mark: numberOf(ctx.actor.userId) }
        : {}),
      ...(isKept
        ? {
            progress: `/api/v1/progress/${lesson.id}`,
            stopped: words.stopped[locale],
            'signed-out': words.signedOut[locale],
          }
        : {}),
    },
  };
}

/** Those that there are. */
function given(sleeve: Sleeve | undefined): Record<string, string> {
  const entries = Object.entries(sleeve ?? {});
  return Object.fromEntries(
    entries.filter((entry): entry is [string, string] => Boolean(entry[1])),
  );
}

function Document({
  ctx,
  opened,
  isPreview,
}: {
  readonly ctx: Ctx;
  readonly opened: OpenedLesson;
  readonly isPreview: boolean;
}): ReactNode {
  const { lesson, asset } = opened;
  const { locale } = ctx;
  if (!asset) return null;
  const name = asset.fileName;
  // Who learns gets a copy with their number; a draft is shown as it is.
  const copy = paths.file(locale, lesson.id, asset.id);
  const [src, download] = isPreview
    ? [signMedia(ctx, asset.id, 'file'), signMedia(ctx, asset.id, 'download')]
    : [copy, `${copy}?download=1`];
  return (
    <div className="stack-tight">
      {asset.kind === 'pdf' ? (
        <Pdf ctx={ctx} lesson={lesson} src={src} isPreview={isPreview} />
      ) : asset.kind === 'epub' ? (
        <EbookNote locale={locale} lessonId={lesson.id} isPreview={isPreview} />
      ) : null}
      <div className="cluster">
        <LinkButton href={download}>
          <Icon name="download" />
          {say(words.download, locale, { name })}
        </LinkButton>
        <span className="hint">{saySize(asset.sizeBytes)}</span>
      </div>
      {isStamped(asset) && !isPreview && ctx.actor.kind === 'user' && (
        <p className="hint">{words.stampNote[locale]}</p>
      )}
    </div>
  );
}

interface PdfProps {
  readonly ctx: Ctx;
  readonly lesson: Pick<Lesson, 'id' | 'title'>;
  readonly src: string;
  readonly isPreview: boolean;
}

/** A PDF is read on the page by who has an account; a draft, and a trial without one, by what the browser has for it. */
function Pdf({ ctx, lesson, src, isPreview }: PdfProps): ReactNode {
  const { locale } = ctx;
  if (isPreview || ctx.actor.kind !== 'user')
    return (
      // oxlint-disable-next-line react/iframe-missing-sandbox -- A sandbox stops the browser's PDF reader; our own address, typed by content.
      <iframe
        className="document-frame"
        src={src}
        title={say(words.reader, locale, { name: lesson.title })}
      />
    );
  return (
    <>
      <p>{words.pdfRead[locale]}</p>
      <div className="cluster">
        <LinkButton href={localePath(locale, `/read/${lesson.id}`)}>
          <Icon name="book" />
          {words.readHere[locale]}
        </LinkButton>
        <LinkButton href={src} variant="quiet">
          {words.pdfPlain[locale]}
        </LinkButton>
      </div>
    </>
  );
}

/** An e-book is read on the page; a draft of one is only downloaded. */
function EbookNote({
  locale,
  lessonId,
  isPreview,
}: {
  readonly locale: Locale;
  readonly lessonId: string;
  readonly isPreview: boolean;
}): ReactNode {
  if (isPreview) return <p>{words.epubNote[locale]}</p>;
  return (
    <>
      <p>{words.epubRead[locale]}</p>
      <div className="cluster">
        <LinkButton href={localePath(locale, `/read/${lessonId}`)}>
          <Icon name="book" />
          {words.readHere[locale]}
        </LinkButton>
      </div>
    </>
  );
}

/** The length of a lesson in words: minutes of reading, or the time of a recording. */
export function lengthOf(
  { kind, durationSec }: Pick<Lesson, 'kind' | 'durationSec'>,
  locale: Locale,
): string | undefined {
  if (durationSec <= 0) return undefined;
  if (kind === 'video' || kind === 'audio') return formatDuration(durationSec);
  return say(words.minutes, locale, { n: Math.max(1, Math.round(durationSec / 60)) });
}
