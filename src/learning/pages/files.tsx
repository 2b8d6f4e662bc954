import type { ReactNode } from 'react';
import type { Asset } from '#media/service.ts';
import { saySize } from '#kernel/size.ts';
import type { Ctx } from '#platform/ctx.ts';
import { LinkButton } from '#ui/button.tsx';
import { Icon } from '#ui/icon.tsx';
import { Meta } from '#ui/meta.tsx';
import { standingIn, type Classroom } from '../service.ts';
import { say, words } from '../words.ts';
import { paths, sayWhen } from './parts.tsx';

interface FilesProps {
  readonly ctx: Ctx;
  readonly classroom: Classroom;
  readonly assets: ReadonlyMap<string, Asset>;
}

/** The files of a work that is handed over, each with its name and size and a way to have it at once. */
export function Files({ ctx, classroom, assets }: FilesProps): ReactNode {
  const { locale } = ctx;
  const { outline, work } = classroom;
  return (
    <ul className="stack-tight">
      {outline
        .flatMap(({ lessons }) => lessons)
        .map((lesson) => {
          const asset = lesson.assetId === null ? undefined : assets.get(lesson.assetId);
          const standing = standingIn(ctx, classroom, lesson);
          const when = sayWhen(standing, locale);
          return (
            <li key={lesson.id} className="cluster cluster-apart">
              <div>
                <a href={paths.lesson(locale, work.slug, lesson.id)}>{lesson.title}</a>
                <Meta
                  items={[
                    ...(asset ? [asset.fileName, saySize(asset.sizeBytes)] : []),
                    ...(when ? [when] : []),
                  ]}
                />
              </div>
              {asset && standing.is === 'open' && (
                <LinkButton href={`${paths.file(locale, lesson.id, asset.id)}?download=1`}>
                  <Icon name="download" />
                  {words.downloadNow[locale]}
                  <span className="visually-hidden">
                    {say(words.ofFile, locale, { name: asset.fileName })}
                  </span>
                </LinkButton>
              )}
            </li>
          );
        })}
    </ul>
  );
}
