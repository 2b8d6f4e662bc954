import { fill } from '#kernel/locale.ts';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Empty, Segmented } from 'antd';
import { useMemo, type ReactNode } from 'react';
import { businessDay, day } from '#kernel/time.ts';
import type { LearningItem, SalesItem, Summary, WorkFiguresItem } from '#analytics/schema.ts';
import { apiAddress, useAsk, type Page } from '#studio/api.ts';
import { ChartPanel } from '#studio/chart.tsx';
import { DataTable, type TableColumn } from '#studio/data-table.tsx';
import { Figures, type Figure } from '#studio/figures.tsx';
import { sayCount, sayMoney, sayPercent } from '#studio/format.ts';
import { useTopic } from '#studio/live.ts';
import { usePreferences, useWords } from '#studio/preferences.tsx';
import { Answer, Screen } from '#studio/screen.tsx';
import { useSession } from '#studio/session.ts';
import { sectionWords } from '#studio/words.ts';
import { overDays, shares } from '#studio/chart-options.ts';
import { dashboardWords } from './words.ts';

/** Whole minutes of seconds. */
function sayMinutes(sec: number): string {
  return sayCount(Math.round(sec / 60));
}

/** The part of learners who did all; a dash while there is nobody. */
function sayRate({ enrolled, finished }: { enrolled: number; finished: number }): string {
  if (enrolled === 0) return '—';
  // Who gave a course back may have finished it.
  return sayPercent(Math.min(10_000, Math.round((finished / enrolled) * 1_000) * 10));
}

interface Span {
  readonly from: string;
  readonly to: string;
}

const lengths = [7, 30, 90] as const;

function spanOf(days: number): Span {
  const now = Date.now();
  return { from: businessDay(new Date(now - (days - 1) * day)), to: businessDay(new Date(now)) };
}

/** Sales and learning in figures, charts and tables: a creator's own, or all of the site. */
export function DashboardScreen(): ReactNode {
  const { may } = useSession();
  useTopic(may('analytics.read') ? 'sales' : undefined, '/analytics');
  const { dashboard } = useWords(sectionWords);
  const words = useWords(dashboardWords);
  const navigate = useNavigate();
  const search: { days?: unknown } = useSearch({ strict: false });
  const days = lengths.find((length) => length === Number(search.days)) ?? 30;
  const span = useMemo(() => spanOf(days), [days]);
  return (
    <Screen
      title={dashboard}
      lead={words.lead}
      actions={
        <Segmented<number>
          aria-label={words.range}
          value={days}
          onChange={(length) => void navigate({ to: '.', search: { days: length }, replace: true })}
          options={lengths.map((value) => ({ value, label: words[`days${value}`] }))}
        />
      }
    >
      <Numbers span={span} />
      <div className="panels">
        <SalesCharts span={span} />
        <LearningChart span={span} />
        <WorksChart span={span} />
      </div>
      <TopWorks span={span} />
    </Screen>
  );
}

function Numbers({ span }: { span: Span }): ReactNode {
  const words = useWords(dashboardWords);
  const { may } = useSession();
  const query = useAsk<Summary>(
    '/analytics/summary',
    { ...span },
    { everyMs: 120_000, keepsLast: true },
  );
  const seesAll = may('analytics.read', 'any');
  return (
    <Answer of={query}>
      {({ now, before, completion }) => {
        const figure = (
          name: keyof typeof now & keyof typeof words,
          say: (value: number) => string = sayCount,
        ): Figure => ({
          name: name === 'earned' && !seesAll ? words.earnedMine : words[name],
          value: say(now[name] ?? 0),
          more: fill(words.before, { value: say(before[name] ?? 0) }),
        });
        return (
          <Figures
            of={[
              figure('gross', sayMoney),
              figure('orders'),
              figure('refunded', sayMoney),
              figure('earned', sayMoney),
              figure('learners'),
              figure('learnedSec', sayMinutes),
              figure('completions'),
              {
                name: words.completion,
                value: sayRate(completion),
                more: fill(words.finishedOf, {
                  finished: sayCount(completion.finished),
                  enrolled: sayCount(completion.enrolled),
                }),
              },
              ...(now.joined === null ? [] : [figure('joined')]),
            ]}
          />
        );
      }}
    </Answer>
  );
}

function useCsv(path: string, span: Span): string {
  const { locale } = usePreferences();
  return apiAddress(path, { ...span, format: 'csv', lang: locale });
}

function SalesCharts({ span }: { span: Span }): ReactNode {
  const query = useAsk<Page<SalesItem>>('/analytics/sales', { ...span }, { keepsLast: true });
  return <Answer of={query}>{({ items }) => <SalesPanels items={items} span={span} />}</Answer>;
}

function SalesPanels({ items, span }: { items: readonly SalesItem[]; span: Span }): ReactNode {
  const words = useWords(dashboardWords);
  const csv = useCsv('/analytics/sales', span);
  const [sales, orders] = useMemo(() => {
    const days = items.map((item) => item.day);
    return [
      overDays(
        'line',
        days,
        [
          { name: words.gross, values: items.map(({ gross }) => gross) },
          { name: words.refunded, values: items.map(({ refunded }) => refunded) },
        ],
        sayMoney,
      ),
      overDays('bar', days, [
        { name: words.orders, values: items.map(({ orders: count }) => count) },
      ]),
    ];
  }, [items, words]);
  return (
    <>
      <ChartPanel
        title={words.salesChart}
        isWide
        csv={csv}
        draw={sales}
        twin={{
          head: [words.day, words.gross, words.refunded, words.earned],
          rows: items.map((item) => [
            item.day,
            sayMoney(item.gross),
            sayMoney(item.refunded),
            sayMoney(item.earned),
          ]),
        }}
      />
      <ChartPanel
        title={words.ordersChart}
        csv={csv}
        draw={orders}
        twin={{
          head: [words.day, words.orders],
          rows: items.map((item) => [item.day, item.orders]),
        }}
      />
    </>
  );
}

function LearningChart({ span }: { span: Span }): ReactNode {
  const query = useAsk<Page<LearningItem>>('/analytics/learning', { ...span }, { keepsLast: true });
  return <Answer of={query}>{({ items }) => <LearningPanel items={items} span={span} />}</Answer>;
}

function LearningPanel({ items, span }: { items: readonly LearningItem[]; span: Span }): ReactNode {
  const words = useWords(dashboardWords);
  const csv = useCsv('/analytics/learning', span);
  const draw = useMemo(
    () =>
      overDays(
        'line',
        items.map((item) => item.day),
        [
          { name: words.learners, values: items.map(({ learners }) => learners) },
          { name: words.completions, values: items.map(({ completions }) => completions) },
          {
            name: words.learnedSec,
            values: items.map(({ learnedSec }) => Math.round(learnedSec / 60)),
          },
        ],
      ),
    [items, words],
  );
  return (
    <ChartPanel
      title={words.learningChart}
      csv={csv}
      draw={draw}
      twin={{
        head: [words.day, words.learners, words.learnedSec, words.completions],
        rows: items.map((item) => [
          item.day,
          item.learners,
          sayMinutes(item.learnedSec),
          item.completions,
        ]),
      }}
    />
  );
}

const shownShares = 5;

function WorksChart({ span }: { span: Span }): ReactNode {
  const words = useWords(dashboardWords);
  const query = useAsk<Page<WorkFiguresItem>>(
    '/analytics/works',
    { ...span, limit: 100 },
    { keepsLast: true },
  );
  const csv = useCsv('/analytics/works', span);
  const parts = useMemo(() => {
    const sold = (query.data?.items ?? []).filter(({ gross }) => gross > 0);
    const named = sold
      .slice(0, shownShares)
      .map(({ title, gross }) => ({ name: title, value: gross }));
    const rest = sold.slice(shownShares).reduce((sum, { gross }) => sum + gross, 0);
    return rest > 0 ? [...named, { name: words.others, value: rest }] : named;
  }, [query.data, words]);
  const draw = useMemo(() => shares(parts, sayMoney), [parts]);
  if (query.isPending) return <Answer of={query}>{() => null}</Answer>;
  if (parts.length === 0) {
    return (
      <section className="panel" aria-label={words.worksChart}>
        <h2>{words.worksChart}</h2>
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={words.nothing} />
      </section>
    );
  }
  return (
    <ChartPanel
      title={words.worksChart}
      csv={csv}
      draw={draw}
      isWide
      twin={{
        head: [words.work, words.gross],
        rows: parts.map(({ name, value }) => [name, sayMoney(value)]),
      }}
    />
  );
}

const workColumns: readonly TableColumn<WorkFiguresItem>[] = [
  { title: dashboardWords.work, isName: true, show: ({ title }) => title },
  { title: dashboardWords.creator, show: ({ creatorName }) => creatorName },
  { title: dashboardWords.orders, align: 'end', show: ({ orders }) => orders },
  { title: dashboardWords.gross, align: 'end', show: ({ gross }) => sayMoney(gross) },
  { title: dashboardWords.refunded, align: 'end', show: ({ refunded }) => sayMoney(refunded) },
  { title: dashboardWords.earned, align: 'end', show: ({ earned }) => sayMoney(earned) },
  { title: dashboardWords.learners, align: 'end', show: ({ learners }) => learners },
  {
    title: dashboardWords.learnedSec,
    align: 'end',
    show: ({ learnedSec }) => sayMinutes(learnedSec),
  },
  { title: dashboardWords.completions, align: 'end', show: ({ completions }) => completions },
  { title: dashboardWords.completion, align: 'end', show: sayRate },
];

function TopWorks({ span }: { span: Span }): ReactNode {
  const { top, nothing } = useWords(dashboardWords);
  return (
    <section className="stack top-works">
      <h2>{top}</h2>
      <DataTable<WorkFiguresItem>
        label={top}
        path="/analytics/works"
        always={{ ...span }}
        rowKey={({ workId }) => workId}
        columns={workColumns}
        empty={nothing}
      />
    </section>
  );
}
