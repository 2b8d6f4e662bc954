import { inLocale } from '#kernel/locale.ts';
import type { ReactNode } from 'react';
import { hasChapters, listParts } from '#catalog/service.ts';
import type { BundlePart } from '#catalog/types.ts';
import { kindWords } from '#catalog/words.ts';
import { findAssets, type Asset } from '#media/service.ts';
import type { Ctx } from '#platform/ctx.ts';
import { Meta } from '#ui/meta.tsx';
import { Outline } from '#ui/outline.tsx';
import { standingIn, type Classroom } from '../service.ts';
import { Files } from './files.tsx';
import { chaptersOf, paths } from './parts.tsx';

/** What some kinds of works hold besides lessons: files to be handed over, other works. */
export interface Holdings {
  readonly assets: ReadonlyMap<string, Asset>;
  readonly parts: readonly BundlePart[];
}

/** Reads what only some kinds hold; nothing is asked for the others. */
export async function readHoldings(
  ctx: Ctx,
  { work, outline }: Pick<Classroom, 'work' | 'outline'>,
): Promise<Holdings> {
  const lessons = outline.flatMap((chapter) => chapter.lessons);
  const files = work.kind === 'download' ? lessons.flatMap(({ assetId }) => assetId ?? []) : [];
  const [assets, parts] = await Promise.all([
    findAssets(ctx.db, files),
    listParts(ctx, work.live.partIds),
  ]);
  return { assets, parts };
}

interface InsideProps {
  readonly ctx: Ctx;
  readonly classroom: Classroom;
  readonly has: Holdings;
}

/** What is in a work for those who have it: its lessons, its files, or the works that it is made of. */
export function Inside({ ctx, classroom, has }: InsideProps): ReactNode {
  const { work, outline, progress } = classroom;
  const { locale } = ctx;
  if (work.kind === 'bundle') return <Parts ctx={ctx} parts={has.parts} />;
  if (work.kind === 'download')
    return <Files ctx={ctx} classroom={classroom} assets={has.assets} />;
  return (
    <Outline
      locale={locale}
      flat={!hasChapters(work.kind)}
      chapters={chaptersOf(outline, {
        locale,
        language: work.live.language,
        isEntitled: true,
        isDone: (id) => Boolean(progress.get(id)?.completedAt),
        standing: (lesson) => standingIn(ctx, classroom, lesson),
        href: (id) => paths.lesson(locale, work.slug, id),
      })}
    />
  );
}

function Parts({ ctx: { locale }, parts }: { ctx: Ctx; parts: readonly BundlePart[] }): ReactNode {
  return (
    <ul className="stack-tight">
      {parts.map(({ id, kind, slug, title, titleEn }) => (
        <li key={id}>
          <a href={paths.home(locale, slug)}>{inLocale(locale, title, titleEn)}</a>
          <Meta items={[kindWords[kind][locale]]} />
        </li>
      ))}
    </ul>
  );
}
