import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import type { CreatorMonthItem, MonthItem } from '#payout/schema.ts';
import { DataTable, type TableColumn } from '#studio/data-table.tsx';
import { sayMoney } from '#studio/format.ts';
import { useWords } from '#studio/preferences.tsx';
import { Screen } from '#studio/screen.tsx';
import { useSession } from '#studio/session.ts';
import { commonWords, sectionWords } from '#studio/words.ts';
import { statementWords } from '../words.ts';
import { MonthSelect, presentMonth } from './month-select.tsx';
import { payoutWords } from './words.ts';

const signs = {
  opening: 1,
  earned: 1,
  takenBack: -1,
  payouts: -1,
  returned: 1,
  closing: 1,
} as const;

const sums: readonly TableColumn<MonthItem>[] = (Object.keys(signs) as (keyof typeof signs)[]).map(
  (name) => ({
    title: statementWords[name],
    align: 'end',
    // `0 +` spares readers a negative zero.
    show: (item) => sayMoney(0 + signs[name] * item[name]),
  }),
);

/** A month of every creator. */
export function StatementsScreen(): ReactNode {
  const { statements } = useWords(sectionWords);
  const words = useWords(statementWords);
  const { open } = useWords(commonWords);
  const search: { month?: string } = useSearch({ strict: false });
  const month = search.month ?? presentMonth();
  const navigate = useNavigate();
  const choose = (next: string) =>
    void navigate({ to: '.', search: { ...search, month: next }, replace: true });
  return (
    <Screen
      title={statements}
      lead={words.byBeijing}
      actions={<MonthSelect value={month} onChange={choose} />}
    >
      <DataTable<CreatorMonthItem>
        label={statements}
        path="/statements"
        always={{ month }}
        rowKey={({ creatorId }) => creatorId}
        filters={[{ kind: 'text', name: 'text', label: payoutWords.findCreator }]}
        columns={[
          {
            title: statementWords.creator,
            isName: true,
            show: ({ creatorId, creatorName }) => (
              <Link to="/statements/$id" params={{ id: creatorId }} search={{ month }}>
                {creatorName}
              </Link>
            ),
          },
          ...sums,
        ]}
        actions={({ creatorId, creatorName }) => (
          <Link to="/statements/$id" params={{ id: creatorId }} search={{ month }}>
            <Button size="small" aria-label={`${open} ${creatorName}`}>
              {open}
            </Button>
          </Link>
        )}
      />
    </Screen>
  );
}

/** The months of the creator who looks. */
export function OwnMonths(): ReactNode {
  const { user } = useSession();
  const { statement } = useWords(statementWords);
  return (
    <DataTable<MonthItem>
      label={statement}
      path={`/creators/${user.id}/statements`}
      rowKey={({ month }) => month}
      columns={[
        {
          title: statementWords.month,
          isName: true,
          show: ({ month }) => (
            <Link to="/earnings/$month" params={{ month }} className="number">
              {month}
            </Link>
          ),
        },
        ...sums,
      ]}
    />
  );
}
