import { fill } from '#kernel/locale.ts';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo, type ReactNode } from 'react';
import type { BookItem, BookSummary } from '#ledger/schema.ts';
import { apiAddress, useAsk, type Page } from '#studio/api.ts';
import { stacked } from '#studio/chart-options.ts';
import { ChartPanel } from '#studio/chart.tsx';
import { Figures } from '#studio/figures.tsx';
import { sayMoney, sayPercent } from '#studio/format.ts';
import { usePreferences, useWords } from '#studio/preferences.tsx';
import { Answer, Screen } from '#studio/screen.tsx';
import { sectionWords } from '#studio/words.ts';
import type { BookUnit } from '../types.ts';
import { BookRange, rangeOf, type Range } from './book-range.tsx';
import { bookWords } from './words.ts';

/** Income and expense of any time: figures beside the time before, a chart, a table, an export. */
export function BookScreen(): ReactNode {
  const { book } = useWords(sectionWords);
  const words = useWords(bookWords);
  const navigate = useNavigate();
  const range = rangeOf(useSearch({ strict: false }));
  return (
    <Screen title={book} lead={words.lead}>
      <div className="stack">
        <BookRange
          range={range}
          onChange={(next) => void navigate({ to: '.', search: { ...next }, replace: true })}
        />
        <Summary range={range} />
        <Lines key={range.by} range={range} />
      </div>
    </Screen>
  );
}

const names = [
  'gross',
  'refunded',
  'fees',
  'creators',
  'platform',
  'payouts',
  'unneeded',
  'waiting',
  'cash',
] as const;

/** Most houses have none of these: they are shown where there is something. */
const isRare = (name: (typeof names)[number]) => name === 'unneeded' || name === 'waiting';

function Summary({ range: { from, to } }: { range: Range }): ReactNode {
  const words = useWords(bookWords);
  const query = useAsk<BookSummary>('/ledger/book/summary', { from, to }, { keepsLast: true });
  return (
    <Answer of={query}>
      {({ now, before, standing }) => (
        <div className="stack" aria-busy={query.isFetching}>
          <p className="quiet">
            {fill(words.compared, before)} · {words.profit}
          </p>
          <Figures
            of={names
              .filter((name) => !isRare(name) || now[name] !== 0 || before[name] !== 0)
              .map((name) => ({
                name: words[name],
                value: sayMoney(now[name]),
                more: [
                  fill(words.before, { value: sayMoney(before[name]) }),
                  name === 'platform' ? shareOfNet(now, words.rate) : '',
                ]
                  .filter(Boolean)
                  .join(' · '),
              }))}
          />
          <h2>{fill(words.standing, { to: now.to })}</h2>
          <Figures
            of={[
              { name: words.held, value: sayMoney(standing.cash) },
              { name: words.owed, value: sayMoney(standing.creators) },
              { name: words.transit, value: sayMoney(standing.transit) },
              ...(standing.unneeded === 0
                ? []
                : [{ name: words.suspense, value: sayMoney(standing.unneeded) }]),
              ...(standing.waiting === 0
                ? []
                : [{ name: words.forTeams, value: sayMoney(standing.waiting) }]),
              { name: words.earned, value: sayMoney(standing.platform) },
            ]}
          />
        </div>
      )}
    </Answer>
  );
}

function shareOfNet({ gross, refunded, platform }: BookSummary['now'], text: string): string {
  const net = gross - refunded;
  if (net <= 0 || platform < 0) return '';
  return fill(text, { percent: sayPercent(Math.round((platform / net) * 1_000) * 10) });
}

function nameOf(since: string, unit: BookUnit): string {
  if (unit === 'day') return since;
  if (unit === 'month') return since.slice(0, 7);
  return `${since.slice(0, 4)} Q${(Number(since.slice(5, 7)) + 2) / 3}`;
}

function Lines({ range }: { range: Range }): ReactNode {
  const query = useAsk<Page<BookItem>>('/ledger/book', { ...range }, { keepsLast: true });
  return <Answer of={query}>{({ items }) => <LinesPanel items={items} range={range} />}</Answer>;
}

function LinesPanel({ items, range }: { items: readonly BookItem[]; range: Range }): ReactNode {
  const words = useWords(bookWords);
  const { locale } = usePreferences();
  const { by } = range;
  const draw = useMemo(() => {
    const series = (name: (typeof names)[number]) => ({
      name: words[name],
      values: items.map((item) => item[name]),
    });
    return stacked(
      items.map(({ since }) => nameOf(since, by)),
      [series('creators'), series('platform'), series('fees')],
      series('refunded'),
      sayMoney,
    );
  }, [items, words, by]);
  const total = names.map((name) => items.reduce((sum, item) => sum + item[name], 0));
  return (
    <ChartPanel
      title={words.chart}
      isWide
      isBoth
      csv={apiAddress('/ledger/book', { ...range, format: 'csv', lang: locale })}
      draw={draw}
      twin={{
        head: [words.since, ...names.map((name) => words[name])],
        rows: [
          ...items
            .toReversed()
            .map((item) => [nameOf(item.since, by), ...names.map((name) => sayMoney(item[name]))]),
          [words.total, ...total.map((sum) => sayMoney(sum))],
        ],
      }}
    />
  );
}
