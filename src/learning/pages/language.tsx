import type { ReactNode } from 'react';
import { languagesOf } from '#catalog/service.ts';
import type { LiveEdition, OutlineLesson, Work as AnyWork } from '#catalog/types.ts';
import { inLocale, languageTag, type Locale } from '#kernel/locale.ts';
import type { Ctx } from '#platform/ctx.ts';
import { languageWords as words } from '../words.ts';
import { paths } from './parts.tsx';

type Work = LiveEdition['work'];
type Spoken = Pick<OutlineLesson, 'id' | 'saidBy' | 'tongue'>;

/** What a work is called for readers of `locale`. */
export function titleOf(locale: Locale, { live }: Pick<AnyWork, 'live'>): string {
  return live ? inLocale(locale, live.title, live.titleEn) : '';
}

/** The `lang` of what a lesson says, where that is not the page's own language. */
export function langOf({ locale }: Ctx, work: Work, lesson: Spoken): string | undefined {
  const { said } = languagesOf(lesson, work.live.language);
  return said === locale ? undefined : languageTag[said];
}

/** In which language a lesson is read, with the way to the other; nothing where there is one language and it is the reader's. */
export function Language({
  ctx: { locale },
  work,
  lesson,
}: {
  readonly ctx: Ctx;
  readonly work: Work;
  readonly lesson: Spoken;
}): ReactNode {
  const { said, other } = languagesOf(lesson, work.live.language);
  if (said !== locale) return <p className="hint">{words.only[said][locale]}</p>;
  if (!other) return null;
  return (
    <p className="cluster hint">
      <span>{words.reading[locale]}</span>
      <a
        href={paths.lesson(other, work.slug, lesson.id)}
        lang={languageTag[other]}
        hrefLang={languageTag[other]}
      >
        {words.readIn[other]}
      </a>
    </p>
  );
}
