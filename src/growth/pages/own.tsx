import type { ReactNode } from 'react';
import { z } from 'zod';
import { localePath, type Locale } from '#kernel/locale.ts';
import { formatInstant } from '#kernel/time.ts';
import { pageRoute, show, type Route } from '#platform/http/route.ts';
import { Badge } from '#ui/badge.tsx';
import { LinkButton } from '#ui/button.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { Pagination } from '#ui/pagination.tsx';
import { Progress } from '#ui/progress.tsx';
import { Stats } from '#ui/stat.tsx';
import { Table, type Column } from '#ui/table.tsx';
import { mayReadGrowth } from '../policy.ts';
import { reachedBy, standingOf, type Reached } from '../rules.ts';
import type { EntryItem } from '../schema.ts';
import { getOwn } from '../service.ts';
import type { OwnGrowth } from '../service/read.ts';
import type { Level, Terms } from '../types.ts';
import { entryKindWords, wordsIn } from '../words.ts';

const path = '/account/growth';

/** One's own growth: the level, how far the next one is, how to get there, and what changed it. */
export const growthPages: readonly Route[] = [
  pageRoute({
    path,
    may: mayReadGrowth,
    query: z.object({ cursor: z.string().max(500).optional() }),
    run: async (ctx, { query }) => {
      const { locale } = ctx;
      const t = wordsIn(locale);
      const own = await getOwn(ctx, query.cursor);
      return show({
        title: t('title'),
        isHidden: true,
        canonical: path,
        body: (
          <div className="wrap page-body stack">
            <h1>{t('title')}</h1>
            {own.terms.isOn ? (
              <>
                <p className="lead">{t('lead')}</p>
                <Where locale={locale} own={own} />
                <Levels locale={locale} own={own} />
                <Ways locale={locale} own={own} />
              </>
            ) : (
              own.entries.items.length === 0 && <EmptyState title={t('off')} text={t('offText')} />
            )}
            <Entries locale={locale} own={own} isFirst={query.cursor === undefined} />
            <p>
              <a href={localePath(locale, '/account')}>{t('backToAccount')}</a>
            </p>
          </div>
        ),
      });
    },
  }),
];

interface Part {
  readonly locale: Locale;
  readonly own: OwnGrowth;
}

const nameOf = ({ nameZh, nameEn }: Level, locale: Locale) => (locale === 'en' ? nameEn : nameZh);

/** The tier that who has grown so far is a member of: that of the level, or of the highest one below that has one. */
function tierOf(terms: Terms, from: number, locale: Locale): string {
  const { tierId } = standingOf(terms, from);
  const giver = terms.levels.find((level) => level.tierId === tierId && tierId !== null);
  return (locale === 'en' ? giver?.tierEn : giver?.tierZh) ?? '—';
}

function Where({ locale, own }: Part): ReactNode {
  const t = wordsIn(locale);
  const { level, next, counted, terms } = own;
  const label = next
    ? t('next', { level: nameOf(next.level, locale), n: String(next.from - counted) })
    : t('top');
  return (
    <>
      <Stats
        items={[
          { label: t('level'), value: level ? nameOf(level, locale) : t('noLevel') },
          { label: t(terms.formula === 'yearly' ? 'counted' : 'value'), value: String(counted) },
        ]}
      />
      {terms.levels.length > 0 && (
        <Progress
          label={label}
          value={Math.max(0, next ? counted : 1)}
          max={next?.from ?? 1}
          text={next ? `${counted} / ${next.from}` : undefined}
        />
      )}
    </>
  );
}

function Levels({ locale, own }: Part): ReactNode {
  const t = wordsIn(locale);
  if (own.terms.levels.length === 0) return null;
  const columns: readonly Column<Reached>[] = [
    {
      label: t('name'),
      cell: ({ level }) => (
        <span>
          {nameOf(level, locale)}{' '}
          {level.id === own.level?.id && <Badge tone="success">{t('here')}</Badge>}
        </span>
      ),
    },
    { label: t('gives'), cell: ({ from }) => tierOf(own.terms, from, locale) },
    { label: t('from'), cell: ({ from }) => String(from), numeric: true },
  ];
  return (
    <>
      <h2>{t('levels')}</h2>
      <Table
        caption={t('levels')}
        captionHidden
        columns={columns}
        rows={reachedBy(own.terms)}
        rowKey={({ level }) => level.id}
      />
    </>
  );
}

function Ways({ locale, own: { terms } }: Part): ReactNode {
  const t = wordsIn(locale);
  const { perYuan, perLesson, dailyLessons, perWork } = terms;
  const ways = [
    perYuan > 0 && t('perYuan', { n: String(perYuan) }),
    perLesson > 0 &&
      dailyLessons > 0 &&
      t('perLesson', { n: String(perLesson), most: String(dailyLessons) }),
    perWork > 0 && t('perWork', { n: String(perWork) }),
    terms.formula === 'yearly' && t('yearly'),
  ].filter((way) => way !== false);
  return (
    <>
      <h2>{t('ways')}</h2>
      <ul>
        {ways.map((way) => (
          <li key={way}>{way}</li>
        ))}
      </ul>
    </>
  );
}

function Entries({ locale, own, isFirst }: Part & { readonly isFirst: boolean }): ReactNode {
  const t = wordsIn(locale);
  const { items, nextCursor } = own.entries;
  const here = localePath(locale, path);
  if (items.length === 0 && isFirst) {
    if (!own.terms.isOn) return null;
    const learn = <LinkButton href={localePath(locale, '/learning')}>{t('toLearning')}</LinkButton>;
    return <EmptyState title={t('none')} text={t('noneText')} actions={learn} />;
  }
  const columns: readonly Column<EntryItem>[] = [
    { label: t('by'), cell: ({ kind }) => entryKindWords[kind][locale] },
    { label: t('about'), cell: ({ about, reason }) => about || reason },
    { label: t('at'), cell: ({ at }) => formatInstant(new Date(at)) },
    { label: t('change'), cell: ({ amount }) => signed(amount), numeric: true },
  ];
  return (
    <>
      <h2>{t('entries')}</h2>
      <Table
        caption={t('entries')}
        captionHidden
        columns={columns}
        rows={items}
        rowKey={({ id }) => id}
      />
      <Pagination
        locale={locale}
        previous={isFirst ? undefined : { href: here }}
        next={nextCursor ? { href: `${here}?cursor=${nextCursor}` } : undefined}
      />
    </>
  );
}

const signed = (amount: number) => (amount > 0 ? `+${amount}` : `−${-amount}`);
