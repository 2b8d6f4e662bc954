import { DownloadOutlined, LeftOutlined, ReloadOutlined, RightOutlined } from '@ant-design/icons';
import { Button, Empty, Select, Spin, Table, type TableColumnsType } from 'antd';
import { useState, type ReactNode } from 'react';
import { fill, type Words } from '#kernel/locale.ts';
import { apiAddress, useAsk, type Page, type Query } from './api.ts';
import { Filters, useFilters, type Filter } from './filters.tsx';
import { usePhone, usePreferences, useWords } from './preferences.tsx';
import { Failed } from './screen.tsx';
import { commonWords } from './words.ts';

/** A column of any table of the studio. */
export interface TableColumn<Item> {
  readonly title: Words;
  readonly show: (item: Item) => ReactNode;
  /** `end` for amounts and numbers. */
  readonly align?: 'end';
  readonly width?: number;
  /** The heading of a row, and of its card on a phone. */
  readonly isName?: boolean;
}

/** A list of the API as a table: `path` answers `{items, nextCursor}`, and CSV when asked. */
export interface TableSpec<Item> {
  readonly label: string;
  readonly path: string;
  readonly columns: readonly TableColumn<Item>[];
  readonly rowKey: (item: Item) => string;
  readonly filters?: readonly Filter[];
  /** Conditions that the reader does not choose. */
  readonly always?: Query;
  readonly actions?: (item: Item) => ReactNode;
  readonly hasCsv?: boolean;
  readonly empty?: ReactNode;
  /** How often the list is read again by itself, from what it shows. */
  readonly everyMs?: number | ((items: readonly Item[]) => number | false);
}

const sizes = [20, 50, 100] as const;

/** The one table of the studio: filters in the address, pages by cursor, cards on a phone, CSV of what is filtered. */
export function DataTable<Item extends object>(spec: TableSpec<Item>): ReactNode {
  const { path, filters = [], always = {}, hasCsv = true } = spec;
  const { locale } = usePreferences();
  const words = useWords(commonWords);
  const { chosen, choose } = useFilters(filters);
  const [limit, setLimit] = useState<number>(sizes[0]);
  const conditions = { ...always, ...chosen };
  const pages = useCursors(JSON.stringify([path, conditions, limit]));
  const list = useAsk<Page<Item>>(
    path,
    { ...conditions, cursor: pages.cursor, limit },
    { everyMs: (page) => waitOf(spec.everyMs, page?.items ?? []), keepsLast: true },
  );
  const csv = apiAddress(path, { ...conditions, format: 'csv', lang: locale });

  return (
    <div
      className={list.isPlaceholderData ? 'data-table is-stale' : 'data-table'}
      aria-busy={list.isFetching}
    >
      <div className="table-tools">
        <Filters filters={filters} chosen={chosen} onChoose={choose} />
        <span className="spring" />
        <span className="row table-buttons">
          <Button
            icon={<ReloadOutlined spin={list.isFetching} />}
            aria-label={words.refresh}
            title={words.refresh}
            onClick={() => void list.refetch()}
          />
          {hasCsv && (
            <Button icon={<DownloadOutlined />} href={csv} download>
              {words.csv}
            </Button>
          )}
        </span>
      </div>
      {list.isError ? (
        <Failed error={list.error} onRetry={() => void list.refetch()} />
      ) : (
        <Rows spec={spec} items={list.data?.items} isFiltered={Object.keys(chosen).length > 0} />
      )}
      <Pager pages={pages} next={list.data?.nextCursor ?? null} limit={limit} onLimit={setLimit} />
    </div>
  );
}

function waitOf<Item>(everyMs: TableSpec<Item>['everyMs'], items: readonly Item[]): number | false {
  return typeof everyMs === 'function' ? everyMs(items) : (everyMs ?? false);
}

interface Cursors {
  readonly cursor: string | undefined;
  readonly depth: number;
  onwards(next: string): void;
  back(): void;
}

/** The cursors of the pages behind us; forgotten when the list is asked for something else. */
function useCursors(question: string): Cursors {
  const [state, setState] = useState<{ question: string; stack: readonly string[] }>({
    question,
    stack: [],
  });
  const stack = state.question === question ? state.stack : [];
  const put = (next: readonly string[]) => setState({ question, stack: next });
  return {
    cursor: stack.at(-1),
    depth: stack.length,
    onwards: (next) => put([...stack, next]),
    back: () => put(stack.slice(0, -1)),
  };
}

interface RowsProps<Item> {
  readonly spec: TableSpec<Item>;
  readonly items: readonly Item[] | undefined;
  readonly isFiltered: boolean;
}

function Rows<Item extends object>({ spec, items, isFiltered }: RowsProps<Item>): ReactNode {
  const isPhone = usePhone();
  const words = useWords(commonWords);
  const empty = (
    <Empty
      image={Empty.PRESENTED_IMAGE_SIMPLE}
      description={isFiltered ? words.emptyFiltered : (spec.empty ?? words.empty)}
    />
  );
  if (isPhone) {
    if (!items) return <Spin className="cards-loading" />;
    return items.length === 0 ? empty : <Cards spec={spec} items={items} />;
  }
  return <WideTable spec={spec} items={items} empty={empty} />;
}

function WideTable<Item extends object>({
  spec,
  items,
  empty,
}: Omit<RowsProps<Item>, 'isFiltered'> & { empty: ReactNode }): ReactNode {
  const { locale } = usePreferences();
  const words = useWords(commonWords);
  const columns: TableColumnsType<Item> = spec.columns.map(
    ({ title, show, align, width, isName }) => ({
      key: title.en,
      title: title[locale],
      render: (_: unknown, item: Item) => show(item),
      ...(align ? { align, className: 'number' } : {}),
      ...(width ? { width } : {}),
      ...(isName ? { rowScope: 'row' as const } : {}),
    }),
  );
  if (spec.actions) {
    const { actions } = spec;
    columns.push({
      key: 'actions',
      title: words.actions,
      align: 'end',
      render: (_: unknown, item: Item) => <div className="row-actions">{actions(item)}</div>,
    });
  }
  return (
    // A wide table scrolls by itself, for the keyboard too.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <section className="table-scroll" tabIndex={0} aria-label={spec.label}>
      <Table<Item>
        size="middle"
        columns={columns}
        dataSource={items ?? []}
        rowKey={spec.rowKey}
        pagination={false}
        loading={!items}
        locale={{ emptyText: items ? empty : ' ' }}
      />
    </section>
  );
}

function Cards<Item>({
  spec,
  items,
}: {
  spec: TableSpec<Item>;
  items: readonly Item[];
}): ReactNode {
  const { locale } = usePreferences();
  const name = spec.columns.find(({ isName }) => isName) ?? spec.columns[0];
  const rest = spec.columns.filter((column) => column !== name);
  return (
    <ul className="cards" aria-label={spec.label}>
      {items.map((item) => (
        <li key={spec.rowKey(item)} className="row-card">
          <div className="row-card-name">{name?.show(item)}</div>
          <dl>
            {rest.map(({ title, show }) => (
              <div key={title.en}>
                <dt>{title[locale]}</dt>
                <dd>{show(item)}</dd>
              </div>
            ))}
          </dl>
          {spec.actions && <div className="row-actions">{spec.actions(item)}</div>}
        </li>
      ))}
    </ul>
  );
}

function Pager({
  pages,
  next,
  limit,
  onLimit,
}: {
  pages: Cursors;
  next: string | null;
  limit: number;
  onLimit: (limit: number) => void;
}): ReactNode {
  const words = useWords(commonWords);
  if (pages.depth === 0 && next === null && limit === sizes[0]) return null;
  return (
    <nav className="pager" aria-label={words.paging}>
      <Select
        aria-label={words.rowsLabel}
        value={limit}
        onChange={onLimit}
        options={sizes.map((value) => ({ value, label: fill(words.rows, { n: value }) }))}
      />
      <span className="spring" />
      <Button icon={<LeftOutlined />} disabled={pages.depth === 0} onClick={pages.back}>
        {words.previous}
      </Button>
      <span aria-live="polite">{fill(words.pageNo, { n: pages.depth + 1 })}</span>
      <Button
        icon={<RightOutlined />}
        iconPlacement="end"
        disabled={next === null}
        onClick={() => next !== null && pages.onwards(next)}
      >
        {words.next}
      </Button>
    </nav>
  );
}
