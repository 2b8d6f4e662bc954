import type { ReactNode } from 'react';
import { formatInstant } from '#kernel/time.ts';
import type { Ctx } from '#platform/ctx.ts';
import { formRoute, pageRoute, redirectTo, show, type Route } from '#platform/http/route.ts';
import { Button, LinkButton } from '#ui/button.tsx';
import { Dialog, DialogClose, DialogLink } from '#ui/dialog.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { TextAreaField } from '#ui/field.tsx';
import { Pagination } from '#ui/pagination.tsx';
import { mayRead } from '../policy.ts';
import { BookMarkPath, BookPath, CursorQuery, NoteChange } from '../schema.ts';
import { changeNote, listMarks, removeMark, type OpenBook } from '../service.ts';
import type { BookMark } from '../types.ts';
import { words } from '../words.ts';
import { BookTrail, nameOf, paths } from './parts.tsx';

const pageSize = 20;

/** What one marked and noted in a book; works without script. */
export const markRoutes: readonly Route[] = [
  pageRoute({
    path: '/read/:lessonId/marks',
    may: mayRead,
    params: BookPath,
    query: CursorQuery,
    run: async (ctx, { params, query }) => {
      const { locale } = ctx;
      const { lessonId } = params;
      const opened = await listMarks(ctx, lessonId, { cursor: query.cursor, limit: pageSize });
      const { items, nextCursor } = opened.marks;
      const here = paths.marks(locale, lessonId);
      const goOn = (
        <LinkButton href={paths.book(locale, lessonId)}>{words.goOn[locale]}</LinkButton>
      );
      return show({
        title: `${words.marks[locale]} · ${opened.lesson.title}`,
        isHidden: true,
        islands: ['book'],
        body: (
          <div className="wrap wrap-narrow page-body stack">
            <BookTrail ctx={ctx} opened={opened} />
            <h1>{words.marks[locale]}</h1>
            {items.length === 0 ? (
              <EmptyState
                title={words.noMarks[locale]}
                text={words.noMarksText[locale]}
                actions={goOn}
              />
            ) : (
              <>
                <div>{goOn}</div>
                <ul className="book-list">
                  {items.map((mark) => (
                    <Mark key={mark.id} ctx={ctx} mark={mark} opened={opened} />
                  ))}
                </ul>
              </>
            )}
            <Pagination
              locale={locale}
              previous={
                query.cursor === undefined
                  ? undefined
                  : { href: here, label: words.firstPage[locale] }
              }
              next={
                nextCursor
                  ? { href: `${here}?cursor=${nextCursor}`, label: words.more[locale] }
                  : undefined
              }
            />
          </div>
        ),
      });
    },
  }),
  formRoute({
    path: '/read/:lessonId/marks/:id',
    may: mayRead,
    params: BookMarkPath,
    body: NoteChange,
    run: async (ctx, { params, body }) => {
      await changeNote(ctx, params.id, body.note);
      return redirectTo(`${paths.marks(ctx.locale, params.lessonId)}#mark-${params.id}`);
    },
  }),
  formRoute({
    path: '/read/:lessonId/marks/:id/removal',
    may: mayRead,
    params: BookMarkPath,
    run: async (ctx, { params }) => {
      await removeMark(ctx, params.id);
      return redirectTo(paths.marks(ctx.locale, params.lessonId));
    },
  }),
];

interface MarkProps {
  readonly ctx: Ctx;
  readonly mark: BookMark;
  readonly opened: OpenBook;
}

function Mark({ ctx: { locale }, mark, opened }: MarkProps): ReactNode {
  const { book, lesson } = opened;
  const lessonId = lesson.id;
  const { id, chapter, startBlock, quote, note, createdAt } = mark;
  const title = book.contents.find((line) => line.chapter === chapter)?.title ?? '';
  const address = `${paths.marks(locale, lessonId)}/${id}`;
  return (
    <li id={`mark-${id}`} className="stack-tight">
      <p>
        <a href={paths.place(locale, lessonId, book, { chapter, block: startBlock })}>
          {nameOf(book, title, chapter, locale)}
        </a>{' '}
        <small>{formatInstant(createdAt)}</small>
      </p>
      <blockquote>{quote}</blockquote>
      <form className="form" method="post" action={address}>
        <TextAreaField
          locale={locale}
          name="note"
          id={`note-${id}`}
          label={words.note[locale]}
          value={note}
          maxLength={5_000}
          optional
          rows={2}
        />
        <div className="cluster">
          <Button size="small">{words.saveNote[locale]}</Button>
          <DialogLink dialog={`remove-${id}`} variant="quiet">
            {words.remove[locale]}
          </DialogLink>
        </div>
      </form>
      <Dialog id={`remove-${id}`} title={words.removeTitle[locale]}>
        <p>{words.removeText[locale]}</p>
        <form method="post" action={`${address}/removal`} className="cluster">
          <Button variant="danger">{words.remove[locale]}</Button>
          <DialogClose locale={locale} label={words.cancel[locale]} />
        </form>
      </Dialog>
    </li>
  );
}
