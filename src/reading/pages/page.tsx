import type { ReactNode } from 'react';
import { localePath } from '#kernel/locale.ts';
import type { Ctx } from '#platform/ctx.ts';
import { pageRoute, show, type Route } from '#platform/http/route.ts';
import { LinkButton } from '#ui/button.tsx';
import { Pagination } from '#ui/pagination.tsx';
import { Reader } from '#ui/reader.tsx';
import { mayRead } from '../policy.ts';
import { PagePath } from '../schema.ts';
import { openPage, type OpenPage } from '../service.ts';
import { say, words } from '../words.ts';
import { BookTrail, Contents, paths } from './parts.tsx';
import { Elsewhere, islandData, NoteDialog, Tools } from './tools.tsx';

/** A PDF, opened at one of its pages. */
export const pdfPage: Route = pageRoute({
  path: '/read/:lessonId/pages/:page',
  may: mayRead,
  params: PagePath,
  run: async (ctx, { params }) => {
    const opened = await openPage(ctx, params.lessonId, params.page);
    const title = say(words.page, ctx.locale, { n: opened.number });
    return show({
      title: `${title} · ${opened.lesson.title}`,
      isHidden: true,
      layout: 'reading',
      islands: ['pdf'],
      body: <PdfBody ctx={ctx} opened={opened} />,
    });
  },
});

interface InPage {
  readonly ctx: Ctx;
  readonly opened: OpenPage;
}

function PdfBody({ ctx, opened }: InPage): ReactNode {
  const { locale } = ctx;
  const { lesson, book, number, pages } = opened;
  const data = {
    ...islandData(locale, lesson.id),
    'data-file': fileOf(opened, locale),
    'data-number': number,
    'data-sizes': JSON.stringify(pages),
    'data-page-name': words.page[locale],
    'data-page-of': words.pageOf[locale],
    'data-opening': words.opening[locale],
    'data-broken': words.notDrawn[locale],
  };
  const contents = book.contents.length > 0 && (
    <Contents ctx={ctx} lessonId={lesson.id} book={book} current={number} />
  );
  return (
    <Reader
      locale={locale}
      outline={contents || undefined}
      head={
        <>
          <BookTrail ctx={ctx} opened={opened} />
          <h1 className="book-title">{lesson.title}</h1>
        </>
      }
    >
      <div className="book pdf" data-island="pdf" {...data}>
        <Tools ctx={ctx} lessonId={lesson.id}>
          <div className="cluster">
            <LinkButton
              href={`${fileOf(opened, locale)}#page=${number}`}
              size="small"
              variant="quiet"
            >
              {words.openFile[locale]}
            </LinkButton>
          </div>
          <p className="hint" data-pdf="hint" hidden>
            {words.keys[locale]}
          </p>
        </Tools>
        <Elsewhere ctx={ctx} lessonId={lesson.id} />
        <PageTools ctx={ctx} opened={opened} />
        <p className="book-message" role="status" data-book="message" />
        <div
          className="pdf-pages"
          data-pdf="pages"
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrolls, and has keys of its own
          tabIndex={0}
          role="region"
          aria-label={words.pages[locale]}
        >
          <PageText ctx={ctx} opened={opened} />
        </div>
        <NoteDialog locale={locale} />
      </div>
    </Reader>
  );
}

/** The copy of the one who reads, as it is downloaded. */
function fileOf({ lesson, book }: OpenPage, locale: Ctx['locale']): string {
  return localePath(locale, `/lessons/${lesson.id}/files/${book.assetId}`);
}

const deeds = [
  ['previous', 'previousPage', '←'],
  ['next', 'nextPage', '→'],
  ['out', 'zoomOut', '−'],
  ['in', 'zoomIn', '+'],
  ['fit', 'fitWidth', '↔'],
] as const;

/** Turning pages and zooming: with the script only. */
function PageTools({ ctx: { locale }, opened }: InPage): ReactNode {
  const { book, number } = opened;
  const [turns, zooms] = [deeds.slice(0, 2), deeds.slice(2)];
  const button = ([deed, label, sign]: (typeof deeds)[number]) => (
    <button
      key={deed}
      type="button"
      className="button button-small"
      data-pdf={deed}
      aria-label={words[label][locale]}
      title={words[label][locale]}
    >
      {sign}
    </button>
  );
  return (
    <div
      className="pdf-tools"
      data-pdf="tools"
      role="group"
      aria-label={words.pageTools[locale]}
      hidden
    >
      {button(turns[0]!)}
      <form className="pdf-go" data-pdf="go">
        <input
          className="input"
          type="number"
          name="page"
          inputMode="numeric"
          min={1}
          max={book.chapterCount}
          defaultValue={number}
          aria-label={words.toPage[locale]}
        />
        <span aria-hidden="true">/ {book.chapterCount}</span>
        <button type="submit" className="button button-small">
          {words.goToPage[locale]}
        </button>
      </form>
      {button(turns[1]!)}
      <span className="pdf-gap" />
      {zooms.map(button)}
      <p className="visually-hidden" role="status" data-pdf="said" />
    </div>
  );
}

/** What stands in the place of the pages until they are drawn, and where they never are: the words of this one. */
function PageText({ ctx: { locale }, opened }: InPage): ReactNode {
  const { lesson, book, number, text } = opened;
  const way = (to: number, label: string) =>
    to < 1 || to > book.chapterCount
      ? undefined
      : {
          href: paths.page(locale, lesson.id, to),
          title: say(words.page, locale, { n: to }),
          label,
        };
  return (
    <div className="pdf-words stack" data-pdf="words">
      <h2>{say(words.pageOf, locale, { n: number, of: book.chapterCount })}</h2>
      <p>{text || words.noWords[locale]}</p>
      <Pagination
        locale={locale}
        previous={way(number - 1, words.previousPage[locale])}
        next={way(number + 1, words.nextPage[locale])}
      />
    </div>
  );
}
