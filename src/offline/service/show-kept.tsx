import type { ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import type { Rendered } from '#content/types.ts';
import { numberOf } from '#kernel/id.ts';
import { localePath } from '#kernel/locale.ts';
import type { OpenedLesson } from '#learning/service.ts';
import type { Playback } from '#media/service.ts';
import { subtitleLanguage } from '#media/words.ts';
import type { Ctx } from '#platform/ctx.ts';
import { Breadcrumb } from '#ui/breadcrumb.tsx';
import { Button } from '#ui/button.tsx';
import { Icon } from '#ui/icon.tsx';
import { PlayerShell } from '#ui/player-shell.tsx';
import { Reader } from '#ui/reader.tsx';
import { tocOf } from '#ui/toc.tsx';
import { words } from '../words.ts';

interface Shown {
  readonly text: Rendered;
  readonly playback: Playback | undefined;
}

/** The page of a lesson as a browser keeps it; where one goes on is filled in by whoever shows it (`{start}`). */
export function showKept(ctx: Ctx, { lesson }: OpenedLesson, { text, playback }: Shown): string {
  const { locale } = ctx;
  return renderToStaticMarkup(
    <Reader
      locale={locale}
      toc={tocOf(locale, text.headings)}
      head={
        <>
          <Breadcrumb
            locale={locale}
            items={[
              { label: words.title[locale], href: localePath(locale, '/offline/lessons') },
              { label: lesson.title },
            ]}
          />
          <h1>{lesson.title}</h1>
        </>
      }
    >
      {playback && <Player ctx={ctx} title={lesson.title} playback={playback} />}
      {text.html && <div className="prose" dangerouslySetInnerHTML={{ __html: text.html }} />}
      <form data-study="done">
        <Button variant="primary">
          <Icon name="check" />
          {words.markDone[locale]}
        </Button>
      </form>
      <p className="hint" role="status" data-study="noted" data-text={words.doneNoted[locale]} />
    </Reader>,
  );
}

function Player({
  ctx,
  title,
  playback,
}: {
  readonly ctx: Ctx;
  readonly title: string;
  readonly playback: Playback;
}): ReactNode {
  const { actor, locale } = ctx;
  const { kind, src, type, poster, peaks } = playback;
  // The reader's own language is shown first.
  const tracks = playback.tracks.toSorted(
    (a, b) => Number(b.locale.startsWith(locale)) - Number(a.locale.startsWith(locale)),
  );
  return (
    <PlayerShell
      locale={locale}
      kind={kind}
      title={title}
      sources={[{ src, type }]}
      poster={poster}
      peaks={peaks}
      tracks={tracks.map((track) => ({
        src: track.src,
        lang: track.locale,
        label: subtitleLanguage(track.locale),
      }))}
      data={{
        failed: words.playFailed[locale],
        start: '{start}',
        // Of several recordings this one is the lesson: where one is in it is kept.
        main: '',
        ...(actor.kind === 'user' && kind === 'video' ? { mark: numberOf(actor.userId) } : {}),
      }}
    />
  );
}
