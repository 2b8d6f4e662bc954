import type { ReactNode } from 'react';
import { kindWords } from '#catalog/words.ts';
import { inLocale, languageTag, localePath } from '#kernel/locale.ts';
import type { Ctx } from '#platform/ctx.ts';
import { pageRoute, show, type Route } from '#platform/http/route.ts';
import { findWorks, type FoundWork, type SearchResult } from '#search/service.ts';
import type { Hit, Mark } from '#search/types.ts';
import { showPrices, type ShownPrices } from '#pricing/service.ts';
import { Button } from '#ui/button.tsx';
import { Badge } from '#ui/badge.tsx';
import { Card } from '#ui/card.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { InputField } from '#ui/field.tsx';
import { Form } from '#ui/form.tsx';
import { Notice } from '#ui/notice.tsx';
import { Pagination } from '#ui/pagination.tsx';
import { mayVisit } from '../policy.ts';
import { paths, withQuery } from '../rules/address.ts';
import { SearchPageQuery } from '../schema.ts';
import { say, words } from '../words.ts';
import { coverOf, factsOf, ShownPrice } from './parts.tsx';

/** What was searched for, and what was found. */
export const searchRoute: Route = pageRoute({
  path: '/search',
  may: mayVisit,
  query: SearchPageQuery,
  run: async (ctx, { query }) => {
    const result = await findWorks(ctx, { q: query.q, cursor: query.after, limit: 20 });
    const { locale } = ctx;
    const prices = await showPrices(
      ctx,
      result.items.map(({ work }) => work.id),
    );
    const title = result.query
      ? say(words.searchFor, locale, { q: result.query })
      : words.search[locale];
    return show({
      title,
      canonical: '/search',
      isHidden: true,
      body: (
        <div className="wrap page-body stack">
          <h1>{title}</h1>
          <Form locale={locale} action={localePath(locale, '/search')} method="get">
            <InputField
              locale={locale}
              type="search"
              name="q"
              label={words.search[locale]}
              placeholder={words.searchPlaceholder[locale]}
              value={result.query}
              maxLength={100}
            />
            <Button>{words.search[locale]}</Button>
          </Form>
          <Results ctx={ctx} result={result} prices={prices} />
        </div>
      ),
    });
  },
});

function Results(props: { ctx: Ctx; result: SearchResult; prices: ShownPrices }): ReactNode {
  const { ctx, result, prices } = props;
  const { locale } = ctx;
  const { query, items, isLoose, nextCursor } = result;
  const isAsked = query !== '';
  if (items.length === 0) {
    const title = isAsked ? say(words.nothing, locale, { q: query }) : words.searchPrompt[locale];
    const text = words[isAsked ? 'nothingText' : 'searchPromptText'][locale];
    return (
      <>
        <Meant ctx={ctx} labels={result.didYouMean} />
        <EmptyState art="search" title={title} text={text} />
      </>
    );
  }
  const next = nextCursor
    ? withQuery(localePath(locale, '/search'), { q: query, after: nextCursor })
    : undefined;
  return (
    <>
      {isLoose && <Notice>{words.loose[locale]}</Notice>}
      <Meant ctx={ctx} labels={result.didYouMean} />
      {items.map((found) => (
        <Result key={found.work.id} {...{ ctx, found, prices }} />
      ))}
      <Pagination locale={locale} next={next ? { href: next } : undefined} />
    </>
  );
}

function Meant({ ctx, labels }: { ctx: Ctx; labels: readonly string[] }): ReactNode {
  if (labels.length === 0) return null;
  const { locale } = ctx;
  return (
    <p className="cluster">
      {words.didYouMean[locale]}
      {labels.map((label) => (
        <a key={label} href={paths.search(locale, label)}>
          {label}
        </a>
      ))}
    </p>
  );
}

function Result(props: { ctx: Ctx; found: FoundWork; prices: ShownPrices }): ReactNode {
  const { ctx, found, prices } = props;
  const { work, hits } = found;
  const { locale } = ctx;
  return (
    <section className="rows">
      <Card
        layout="row"
        level={2}
        href={paths.course(locale, work.slug)}
        title={inLocale(locale, work.title, work.titleEn)}
        text={inLocale(locale, work.summary, work.summaryEn)}
        picture={coverOf(ctx, work.coverId)}
        meta={factsOf(work, locale)}
        foot={
          <ShownPrice locale={locale} listPrice={work.price} shown={prices.byWork.get(work.id)} />
        }
        badge={work.kind !== 'course' && <Badge>{kindWords[work.kind][locale]}</Badge>}
      />
      <ul className="prose">
        {hits.map((hit) => (
          <Found key={hit.lessonId ?? 'work'} ctx={ctx} hit={hit} slug={work.slug} />
        ))}
      </ul>
    </section>
  );
}

function Found({ ctx, hit, slug }: { ctx: Ctx; hit: Hit; slug: string }): ReactNode {
  const { locale } = ctx;
  const { lessonId, isOpen, title, excerpt, mentions } = hit;
  // What was found in the other language of a lesson is read there.
  const found = hit.language ?? locale;
  const lang = found === locale ? undefined : languageTag[found];
  const quoted = mentions
    .map((word) => say(words.quoted, locale, { word }))
    .join(words.and[locale]);
  const href =
    lessonId && isOpen
      ? paths.lesson(found, slug, lessonId)
      : `${paths.course(found, slug)}#outline`;
  if (!lessonId && excerpt.length === 0) return null;
  return (
    <li>
      {lessonId && (
        <a href={href} lang={lang} hrefLang={lang}>
          <Marked marks={title} />
        </a>
      )}
      {excerpt.length > 0 && (
        <p lang={lang}>
          <Marked marks={excerpt} />
        </p>
      )}
      {quoted && <p>{say(words.mentions, locale, { words: quoted })}</p>}
    </li>
  );
}

function Marked({ marks }: { marks: readonly Mark[] }): ReactNode {
  return marks.map(({ text, isHit }, index) => (isHit ? <mark key={index}>{text}</mark> : text));
}
