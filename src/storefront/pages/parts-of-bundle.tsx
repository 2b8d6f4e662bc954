import type { ReactNode } from 'react';
import { kindWords } from '#catalog/words.ts';
import { inLocale, type Locale } from '#kernel/locale.ts';
import { formatMoney, money } from '#kernel/money.ts';
import { Meta } from '#ui/meta.tsx';
import { Price } from '#ui/price.tsx';
import { paths } from '../rules/address.ts';
import { alone } from '../rules/bundle.ts';
import type { CoursePage } from '../types.ts';
import { say, sayCount, words } from '../words.ts';

interface Props {
  readonly page: CoursePage;
  readonly locale: Locale;
}

/** What a bundle is made of, each part with what it costs alone; one that is no longer sold alone says so. */
export function Parts({ page, locale }: Props): ReactNode {
  return (
    <ul className="stack-tight">
      {page.parts.map(({ id, kind, slug, title, titleEn, state, lessonCount, price }) => {
        const isSold = state === 'published';
        const name = inLocale(locale, title, titleEn);
        const count = sayCount(kind, lessonCount, locale);
        return (
          <li key={id} className="cluster cluster-apart">
            <div>
              {isSold ? <a href={paths.course(locale, slug)}>{name}</a> : name}
              <Meta items={[kindWords[kind][locale], ...(count ? [count] : [])]} />
            </div>
            {isSold && price !== null ? (
              <Price locale={locale} amount={price} />
            ) : (
              <span className="hint">{words.notAlone[locale]}</span>
            )}
          </li>
        );
      })}
    </ul>
  );
}

/** What the parts of a bundle cost together when each is bought alone, where that is more. */
export function Alone({ page, locale }: Props): ReactNode {
  const { price } = page.work;
  const sum = alone(page.parts);
  if (price === null || sum <= price) return null;
  return <p className="hint">{say(words.aloneSum, locale, { sum: formatMoney(money(sum)) })}</p>;
}
