import { Button, Tabs } from 'antd';
import { useState, type ReactNode } from 'react';
import { CreatorCommission } from '#commission/studio/commission-line.tsx';
import type { CreatorBalance, SaleItem } from '#payout/schema.ts';
import { useAsk } from '#studio/api.ts';
import { DataTable, type TableColumn } from '#studio/data-table.tsx';
import { Figures } from '#studio/figures.tsx';
import { sayInstant, sayMoney } from '#studio/format.ts';
import { useWords } from '#studio/preferences.tsx';
import { Answer, Screen } from '#studio/screen.tsx';
import { useSession } from '#studio/session.ts';
import { sectionWords } from '#studio/words.ts';
import { AskDialog } from './ask-dialog.tsx';
import { StatementLines } from './statement.tsx';
import { OwnMonths } from './statements.tsx';
import { payoutWords } from './words.ts';

/** What a creator earned, has and may take out. */
export function EarningsScreen(): ReactNode {
  const { earnings } = useWords(sectionWords);
  const words = useWords(payoutWords);
  const balance = useAsk<CreatorBalance>('/creators/me/balance');
  const [isAsking, setAsking] = useState(false);
  const { user } = useSession();
  const found = balance.data;
  const canAsk = found !== undefined && found.available >= found.leastPayout;
  return (
    <Screen
      title={earnings}
      lead={<CreatorCommission creatorId={user.id} />}
      actions={
        <Button type="primary" disabled={!canAsk} onClick={() => setAsking(true)}>
          {words.ask}
        </Button>
      }
    >
      <Answer of={balance}>{(data) => <Balance balance={data} />}</Answer>
      <Tabs
        destroyOnHidden
        items={[
          { key: 'sales', label: words.sales, children: <Sales /> },
          {
            key: 'lines',
            label: words.statement,
            children: <StatementLines creatorId={user.id} />,
          },
          { key: 'months', label: words.months, children: <OwnMonths /> },
        ]}
      />
      {found && isAsking && <AskDialog balance={found} onClose={() => setAsking(false)} />}
    </Screen>
  );
}

function Balance({ balance }: { balance: CreatorBalance }): ReactNode {
  const words = useWords(payoutWords);
  const [soon] = balance.upcoming;
  return (
    <Figures
      of={[
        { name: words.available, value: sayMoney(balance.available) },
        {
          name: words.pending,
          value: sayMoney(balance.pending),
          more: soon
            ? `${words.upcoming}: ${soon.day} ${sayMoney(soon.amount)}`
            : words.pendingHelp,
        },
        { name: words.inTransit, value: sayMoney(balance.inTransit) },
        { name: words.paidOut, value: sayMoney(balance.paidOut) },
        ...(balance.debt === 0
          ? []
          : [{ name: words.debt, value: sayMoney(Math.abs(balance.debt)), more: words.debtHelp }]),
      ]}
    />
  );
}

const saleColumns: readonly TableColumn<SaleItem>[] = [
  { title: payoutWords.work, isName: true, show: ({ workTitle }) => workTitle },
  {
    title: payoutWords.number,
    show: ({ orderNumber }) => <span className="number">{orderNumber}</span>,
  },
  { title: payoutWords.gross, align: 'end', show: ({ gross }) => sayMoney(gross) },
  { title: payoutWords.fee, align: 'end', show: ({ fee }) => sayMoney(fee) },
  { title: payoutWords.promotion, align: 'end', show: ({ promotion }) => sayMoney(promotion) },
  { title: payoutWords.commission, align: 'end', show: ({ commission }) => sayMoney(commission) },
  { title: payoutWords.mine, align: 'end', show: ({ amount }) => sayMoney(amount) },
  {
    title: payoutWords.reversed,
    align: 'end',
    show: ({ reversed }) => (reversed ? sayMoney(reversed) : '—'),
  },
  {
    title: payoutWords.soldAt,
    show: ({ earnedAt }) => <span className="number">{sayInstant(earnedAt)}</span>,
  },
  {
    title: payoutWords.releaseAt,
    show: ({ releaseAt }) => <span className="number">{sayInstant(releaseAt)}</span>,
  },
];

function Sales(): ReactNode {
  const { sales } = useWords(payoutWords);
  return (
    <DataTable<SaleItem>
      label={sales}
      path="/sales"
      rowKey={({ orderLineId }) => orderLineId}
      columns={saleColumns}
    />
  );
}
