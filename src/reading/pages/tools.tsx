import type { ReactNode } from 'react';
import type { Locale } from '#kernel/locale.ts';
import type { Ctx } from '#platform/ctx.ts';
import { Button, LinkButton } from '#ui/button.tsx';
import { Dialog, DialogClose } from '#ui/dialog.tsx';
import { TextAreaField } from '#ui/field.tsx';
import { Icon } from '#ui/icon.tsx';
import { words } from '../words.ts';
import { paths, SearchForm } from './parts.tsx';

/** What the scripts of a book are told: where they keep things, and what they say. */
export function islandData(locale: Locale, lessonId: string): Readonly<Record<string, string>> {
  return {
    'data-place': `/api/v1/readings/${lessonId}/place?lang=${locale}`,
    'data-mark': `/api/v1/readings/${lessonId}/marks?lang=${locale}`,
    'data-base': paths.book(locale, lessonId),
    'data-marked': words.marked[locale],
    'data-failed': words.markFailed[locale],
    'data-select': words.selectFirst[locale],
  };
}

const sizes = ['smaller', 'larger'] as const;
const themes = [
  ['site', 'themeSite'],
  ['light', 'themeLight'],
  ['sepia', 'themeSepia'],
  ['dark', 'themeDark'],
] as const;

interface ToolsProps {
  readonly ctx: Ctx;
  readonly lessonId: string;
  /** What this kind of book has beside the tools of every book. */
  readonly children?: ReactNode;
}

/** What one reads with: search, marks, and how the book looks. */
export function Tools({ ctx, lessonId, children }: ToolsProps): ReactNode {
  const { locale } = ctx;
  return (
    <details className="book-tools">
      <summary>
        <Icon name="menu" />
        {words.tools[locale]}
      </summary>
      <div className="stack-tight">
        <SearchForm ctx={ctx} lessonId={lessonId} />
        <div className="cluster">
          <LinkButton href={paths.marks(locale, lessonId)} size="small">
            <Icon name="edit" />
            {words.marks[locale]}
          </LinkButton>
          <LinkButton href={paths.lesson(locale, lessonId)} size="small" variant="quiet">
            {words.backToLesson[locale]}
          </LinkButton>
        </div>
        {children}
        <div
          className="cluster"
          role="group"
          aria-label={words.theme[locale]}
          data-book="looks"
          hidden
        >
          {themes.map(([theme, label]) => (
            <button
              key={theme}
              type="button"
              className="button button-small"
              data-book="theme"
              value={theme}
              aria-pressed={theme === 'site'}
            >
              {words[label][locale]}
            </button>
          ))}
        </div>
      </div>
    </details>
  );
}

/** Smaller and larger letters: where the words flow. */
export function Sizes({ locale }: { readonly locale: Locale }): ReactNode {
  return (
    <div className="cluster" data-book="looks" hidden>
      {sizes.map((size) => (
        <button key={size} type="button" className="button button-small" data-book={size}>
          {words[size][locale]}
        </button>
      ))}
    </div>
  );
}

/** Shown by the island when the reader went on with another device; and what to do with selected words. */
export function Elsewhere({ ctx, lessonId }: Omit<ToolsProps, 'children'>): ReactNode {
  const { locale } = ctx;
  return (
    <>
      <p className="notice book-elsewhere" data-book="elsewhere" role="status" hidden>
        {words.elsewhere[locale]}{' '}
        <a data-book="there" href={paths.book(locale, lessonId)}>
          {words.goThere[locale]}
        </a>
      </p>
      <div className="book-selected" data-book="selected" hidden>
        <button type="button" className="button button-small" data-book="mark">
          {words.markSelected[locale]}
        </button>
        <button type="button" className="button button-small" data-book="noted">
          {words.markWithNote[locale]}
        </button>
      </div>
    </>
  );
}

/** Asks for a note beside selected words. */
export function NoteDialog({ locale }: { readonly locale: Locale }): ReactNode {
  return (
    <Dialog id="book-note" title={words.markWithNote[locale]}>
      <form className="form" data-book="note">
        <blockquote data-book="quote" />
        <TextAreaField
          locale={locale}
          name="note"
          label={words.note[locale]}
          maxLength={5_000}
          optional
          rows={4}
        />
        <div className="cluster">
          <Button variant="primary">{words.saveNote[locale]}</Button>
          <DialogClose locale={locale} label={words.cancel[locale]} />
        </div>
      </form>
    </Dialog>
  );
}
