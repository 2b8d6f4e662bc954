import type { ReactNode } from 'react';
import { localePath, type Locale } from '#kernel/locale.ts';
import type { Ctx } from '#platform/ctx.ts';
import { Icon } from '#ui/icon.tsx';
import type { OpenedLesson } from '../service.ts';
import { keepWords as words } from '../words.ts';

/** The place where a learner keeps a lesson on this device; the island `keep` shows it where that can be done. */
export function KeepBox({
  ctx: { locale },
  opened: { lesson, playback },
}: {
  readonly ctx: Ctx;
  readonly opened: OpenedLesson;
}): ReactNode {
  const told = Object.fromEntries(
    Object.entries(words.told).map(([name, sentence]) => [name, sentence[locale]]),
  );
  const data = {
    'data-lesson': lesson.id,
    'data-kind': playback?.kind ?? 'text',
    'data-locale': locale,
    'data-words': JSON.stringify(told),
  };
  return (
    <details className="keep" data-island="keep" hidden {...data}>
      <summary>
        <Icon name="download" />
        {words.title[locale]}
      </summary>
      <div className="keep-body">
        <p className="hint" role="status" data-keep="told" />
        <div className="cluster" data-keep="offer" hidden>
          <label className="cluster" data-keep="choice">
            <span>{words.height[locale]}</span>
            <select data-keep="height" aria-label={words.height[locale]} />
          </label>
          <Act name="keep" label={words.keep[locale]} />
        </div>
        <Busy locale={locale} />
        <Kept locale={locale} />
        <p>
          <a href={localePath(locale, '/offline/lessons')}>{words.all[locale]}</a>
        </p>
      </div>
    </details>
  );
}

/** While it comes. */
function Busy({ locale }: { readonly locale: Locale }): ReactNode {
  return (
    <div className="stack-tight" data-keep="busy" hidden>
      <div className="progress">
        <span className="progress-text">
          <span>{words.busy[locale]}</span>
          <span data-keep="figure" />
        </span>
        <progress data-keep="bar" aria-label={words.busy[locale]} value={0} max={1} />
      </div>
      <div className="cluster">
        <Act name="cancel" label={words.cancel[locale]} />
      </div>
    </div>
  );
}

/** Once it is here. */
function Kept({ locale }: { readonly locale: Locale }): ReactNode {
  return (
    <div className="cluster" data-keep="kept" hidden>
      <a
        className="button button-small"
        data-keep="open"
        href={localePath(locale, '/offline/lessons')}
      >
        {words.open[locale]}
      </a>
      <Act name="renew" label={words.renew[locale]} />
      <Act name="remove" label={words.remove[locale]} />
    </div>
  );
}

function Act({ name, label }: { readonly name: string; readonly label: string }): ReactNode {
  return (
    <button type="button" className="button button-small" data-keep={name}>
      {label}
    </button>
  );
}
