import type { OutlineChapter } from '#catalog/types.ts';
import { renderMarkdown } from '#content/service.ts';
import type { Ctx } from '#platform/ctx.ts';
import { show, type View } from '#platform/http/route.ts';
import { Meta } from '#ui/meta.tsx';
import { Notice } from '#ui/notice.tsx';
import { Outline } from '#ui/outline.tsx';
import { Pagination } from '#ui/pagination.tsx';
import { Reader } from '#ui/reader.tsx';
import { tocOf } from '#ui/toc.tsx';
import type { OpenedLesson } from '../service.ts';
import { words } from '../words.ts';
import { chaptersOf, lengthOf, Medium } from './parts.tsx';

/** A lesson of a draft, to be shown as learners would see it. */
export interface DraftPage {
  readonly opened: OpenedLesson;
  /** The draft's outline; without it the lesson stands alone. */
  readonly outline: readonly OutlineChapter[] | undefined;
  /** What is said above it: that it is a draft, and who sees it. */
  readonly notice: string;
  readonly href: (lessonId: string) => string;
}

/** The page of a draft's lesson, for whoever was let in. */
export async function draftView(ctx: Ctx, page: DraftPage): Promise<View> {
  const { opened, outline, href } = page;
  const { locale } = ctx;
  const { lesson, playback } = opened;
  const { workId, body } = lesson;
  const text = await renderMarkdown(ctx, { workId, body, audience: 'entitled', isDraft: true });
  const steps = chaptersOf(outline ?? [], {
    locale,
    currentId: lesson.id,
    isEntitled: true,
    isDone: () => false,
    href,
  });
  const way = (to: typeof lesson.next, label: string) =>
    outline && to ? { href: href(to.id), title: to.title, label } : undefined;
  return show({
    title: lesson.title,
    isHidden: true,
    layout: 'reading',
    islands: playback || text.hasPlayer ? ['player'] : [],
    body: (
      <Reader
        locale={locale}
        head={<DraftHead ctx={ctx} page={page} />}
        outline={outline && <Outline locale={locale} chapters={steps} compact />}
        toc={tocOf(locale, text.headings)}
      >
        <Medium ctx={ctx} opened={opened} progress={undefined} isPreview />
        {text.html && <div className="prose" dangerouslySetInnerHTML={{ __html: text.html }} />}
        <Pagination
          locale={locale}
          previous={way(lesson.previous, words.previous[locale])}
          next={way(lesson.next, words.next[locale])}
        />
      </Reader>
    ),
  });
}

function DraftHead({ ctx, page }: { readonly ctx: Ctx; readonly page: DraftPage }) {
  const { lesson } = page.opened;
  const length = lengthOf(lesson, ctx.locale);
  return (
    <>
      <Notice tone="warning">{page.notice}</Notice>
      <h1>{lesson.title}</h1>
      {length && <Meta items={[length]} />}
    </>
  );
}
