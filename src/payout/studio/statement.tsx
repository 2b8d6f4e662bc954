import { PrinterOutlined } from '@ant-design/icons';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { Alert, Button } from 'antd';
import type { ReactNode } from 'react';
import { fill, localePath } from '#kernel/locale.ts';
import type { StatementItem, StatementLine } from '#payout/schema.ts';
import { useAsk } from '#studio/api.ts';
import { DataTable, type TableColumn } from '#studio/data-table.tsx';
import { sayInstant, sayMoney } from '#studio/format.ts';
import { usePreferences, useWords } from '#studio/preferences.tsx';
import { Answer, Screen } from '#studio/screen.tsx';
import { useSession } from '#studio/session.ts';
import { StateTag, TwoLines } from '#studio/state-tag.tsx';
import { lineWords, partWords, statementRows, statementWords } from '../words.ts';
import { MonthSelect, presentMonth } from './month-select.tsx';

/** A month of the creator who looks. */
export function OwnStatementScreen(): ReactNode {
  const { user } = useSession();
  const { month = presentMonth() }: { month?: string } = useParams({ strict: false });
  const navigate = useNavigate();
  const go = (next: string) => void navigate({ to: '/earnings/$month', params: { month: next } });
  return <StatementScreen creatorId={user.id} month={month} onMonth={go} />;
}

/** A month of any creator, for those who keep the books. */
export function CreatorStatementScreen(): ReactNode {
  const { id = '' }: { id?: string } = useParams({ strict: false });
  const search: { month?: string } = useSearch({ strict: false });
  const navigate = useNavigate();
  return (
    <StatementScreen
      creatorId={id}
      month={search.month ?? presentMonth()}
      onMonth={(month) => void navigate({ to: '.', search: { month }, replace: true })}
    />
  );
}

interface StatementProps {
  readonly creatorId: string;
  readonly month: string;
  readonly onMonth: (month: string) => void;
}

function StatementScreen({ creatorId, month, onMonth }: StatementProps): ReactNode {
  const words = useWords(statementWords);
  const { locale } = usePreferences();
  const query = useAsk<StatementItem>(`/creators/${creatorId}/statements/${month}`);
  const paper = localePath(locale, `/creators/${creatorId}/statements/${month}`);
  return (
    <Screen
      title={fill(words.statementOf, { month })}
      lead={query.data ? `${query.data.creatorName} · ${words.byBeijing}` : words.byBeijing}
      actions={
        <>
          <MonthSelect value={month} onChange={onMonth} />
          <Button icon={<PrinterOutlined />} href={paper} target="_blank" rel="noreferrer">
            {words.print}
          </Button>
        </>
      }
    >
      <div className="stack">
        <Answer of={query}>{(statement) => <Sums statement={statement} />}</Answer>
        <h2>{words.lines}</h2>
        <StatementLines creatorId={creatorId} month={month} />
      </div>
    </Screen>
  );
}

function Sums({ statement }: { statement: StatementItem }): ReactNode {
  const words = useWords(statementWords);
  const { locale } = usePreferences();
  return (
    <>
      {statement.isOpen && (
        <Alert type="info" title={fill(words.soFar, { at: sayInstant(statement.madeAt) })} />
      )}
      <div className="panel">
        <table className="plain-table">
          <caption className="hidden">{words.statement}</caption>
          <thead>
            <tr>
              <th scope="col">{words.item}</th>
              <th scope="col">{words.amount}</th>
            </tr>
          </thead>
          <tbody>
            {statementRows(statement).map((row) => (
              <tr key={row.name} className={row.isTotal ? 'total' : 'part'}>
                <th scope="row">{row.words[locale]}</th>
                <td>{sayMoney(row.amount)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

const columns: readonly TableColumn<StatementLine>[] = [
  {
    title: statementWords.kind,
    isName: true,
    show: ({ kind }) => <StateTag of={kind} words={lineWords} tones={{}} />,
  },
  {
    title: statementWords.work,
    show: ({ workTitle, number }) => (
      <TwoLines main={workTitle ?? '—'} more={<span className="number">{number}</span>} />
    ),
  },
  {
    title: statementWords.account,
    show: ({ account }) => <StateTag of={account} words={partWords} tones={{ debt: 'error' }} />,
  },
  {
    title: statementWords.change,
    align: 'end',
    show: ({ change }) => `${change > 0 ? '+' : ''}${sayMoney(change)}`,
  },
  {
    title: statementWords.at,
    show: ({ postedAt }) => <span className="number">{sayInstant(postedAt)}</span>,
  },
];

/** What was posted to a creator's accounts: in one month, or at all. */
export function StatementLines({
  creatorId,
  month,
}: {
  creatorId: string;
  month?: string;
}): ReactNode {
  const { lines, nothing } = useWords(statementWords);
  return (
    <DataTable<StatementLine>
      label={lines}
      path={`/creators/${creatorId}/statement-lines`}
      {...(month === undefined ? {} : { always: { month }, empty: nothing })}
      rowKey={({ transactionId, account, change }) => `${transactionId} ${account} ${change}`}
      columns={columns}
    />
  );
}
