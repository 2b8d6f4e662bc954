import { fill } from '#kernel/locale.ts';
import { Link, useNavigate } from '@tanstack/react-router';
import { App, Button, Input } from 'antd';
import { useState, type ReactNode } from 'react';
import type { z } from 'zod';
import { after, businessDay, day as dayMs, hour } from '#kernel/time.ts';
import type {
  DifferenceItem,
  NewReconciliation,
  Reconciled,
  ReconciliationItem,
} from '#payment/schema.ts';
import { ask } from '#studio/api.ts';
import { DataTable, type TableColumn } from '#studio/data-table.tsx';
import { useDeed } from '#studio/deed.tsx';
import { choicesOf } from '#studio/filters.tsx';
import { sayInstant, sayMoney } from '#studio/format.ts';
import { usePreferences, useWords } from '#studio/preferences.tsx';
import { useSession } from '#studio/session.ts';
import { StateTag, TwoLines } from '#studio/state-tag.tsx';
import { differenceWords, reconciliationWords } from '../words.ts';
import { orderWords } from './words.ts';

const tones = { unread: 'warning', differs: 'error', clear: 'success' } as const;

function Both({ amounts, counts }: { amounts: [number, number]; counts: [number, number] }) {
  const { locale } = usePreferences();
  const say = (count: number) => fill(orderWords.inCount[locale], { n: count });
  const [billed, ours] = amounts;
  return (
    <TwoLines
      main={billed === ours ? sayMoney(billed) : `${sayMoney(billed)} / ${sayMoney(ours)}`}
      more={counts[0] === counts[1] ? say(counts[0]) : `${say(counts[0])} / ${say(counts[1])}`}
    />
  );
}

const columns: readonly TableColumn<ReconciliationItem>[] = [
  {
    title: orderWords.day,
    isName: true,
    show: ({ day, gateway }) => (
      <TwoLines main={<span className="number">{day}</span>} more={gateway} />
    ),
  },
  {
    title: orderWords.state,
    show: ({ state }) => <StateTag of={state} words={reconciliationWords} tones={tones} />,
  },
  {
    title: orderWords.paidIn,
    align: 'end',
    show: (item) => (
      <Both
        amounts={[item.billedPaid, item.ourPaid]}
        counts={[item.billedPayments, item.ourPayments]}
      />
    ),
  },
  {
    title: orderWords.paidBack,
    align: 'end',
    show: (item) => (
      <Both
        amounts={[item.billedRefunded, item.ourRefunded]}
        counts={[item.billedRefunds, item.ourRefunds]}
      />
    ),
  },
  { title: orderWords.found, align: 'end', show: ({ found }) => found },
  { title: orderWords.open, align: 'end', show: ({ open }) => open },
  {
    title: orderWords.checked,
    show: ({ checkedAt, failure }) => (
      <TwoLines main={<span className="number">{sayInstant(checkedAt)}</span>} more={failure} />
    ),
  },
];

/** Bills by day: whether each says what our books say. */
export function Reconciliations(): ReactNode {
  const words = useWords(orderWords);
  const { may } = useSession();
  const readAgain = useReading();
  return (
    <div className="stack">
      <p className="quiet">{words.reconcileLead}</p>
      {may('reconciliation.run', 'any') && <ReadADay />}
      <DataTable<ReconciliationItem>
        label={words.reconciliations}
        path="/reconciliations"
        rowKey={({ gateway, day }) => `${gateway} ${day}`}
        filters={[
          {
            kind: 'tabs',
            name: 'state',
            label: orderWords.state,
            choices: choicesOf(reconciliationWords),
          },
        ]}
        columns={columns}
        actions={({ gateway, day, open, found }) => (
          <>
            {open + found > 0 && <SeeDifferences day={day} />}
            {may('reconciliation.run', 'any') && (
              <Button
                size="small"
                loading={readAgain.isBusy === `${gateway} ${day}`}
                onClick={() => readAgain.run({ gateway, day })}
              >
                {words.again}
              </Button>
            )}
          </>
        )}
      />
    </div>
  );
}

/** Has the bills of a day read that the list may not hold yet. */
function ReadADay(): ReactNode {
  const words = useWords(orderWords);
  const [lastOver] = useState(() => lastDayOver(0));
  const [day, setDay] = useState(() => lastDayOver(10 * hour));
  const reading = useReading();
  return (
    <form
      className="table-tools"
      onSubmit={(event) => {
        event.preventDefault();
        reading.run({ day });
      }}
    >
      <label className="filter-choice">
        <span>{words.billOf}</span>
        <Input
          type="date"
          required
          max={lastOver}
          value={day}
          onChange={(event) => setDay(event.target.value)}
        />
      </label>
      <Button htmlType="submit" loading={reading.isBusy !== undefined}>
        {words.readDay}
      </Button>
    </form>
  );
}

/** The last day that was over `agoMs` before now: bills are made ten hours later. */
function lastDayOver(agoMs: number): string {
  return businessDay(after(new Date(), -dayMs - agoMs));
}

function SeeDifferences({ day }: { day: string }): ReactNode {
  const words = useWords(orderWords);
  const navigate = useNavigate();
  const search = { tab: 'differences', day };
  return (
    <Button size="small" onClick={() => void navigate({ to: '.', search })}>
      {words.seeOpen}
    </Button>
  );
}

function useReading() {
  const words = useWords(orderWords);
  const { message } = App.useApp();
  const deed = useDeed(
    (body: NewReconciliation) =>
      ask<z.infer<typeof Reconciled>>('POST', '/reconciliations', { body }),
    {
      refreshes: ['/reconciliation', '/captures'],
      next: (found) => void message.success(fill(words.reconciled, found)),
    },
  );
  return {
    isBusy: deed.input && `${deed.input.gateway} ${deed.input.day}`,
    run: (body: NewReconciliation) => void deed.run(body),
  };
}

const differenceColumns: readonly TableColumn<DifferenceItem>[] = [
  {
    title: orderWords.differences,
    isName: true,
    show: ({ kind }) => <StateTag of={kind} words={differenceWords} tones={{ found: 'default' }} />,
  },
  {
    title: orderWords.day,
    show: ({ day, gateway }) => (
      <TwoLines main={<span className="number">{day}</span>} more={gateway} />
    ),
  },
  {
    title: orderWords.number2,
    show: ({ number, orderId, orderNumber }) => (
      <TwoLines
        main={<span className="number">{number}</span>}
        more={
          orderId && (
            <Link to="/orders" search={{ id: orderId }} className="number">
              {orderNumber}
            </Link>
          )
        }
      />
    ),
  },
  { title: orderWords.billed, align: 'end', show: ({ billed }) => sayMoney(billed) },
  { title: orderWords.ours, align: 'end', show: ({ ours }) => sayMoney(ours) },
  {
    title: orderWords.noted,
    show: ({ notedAt }) => <span className="number">{sayInstant(notedAt)}</span>,
  },
  {
    title: orderWords.settled,
    show: ({ settledAt }) => <span className="number">{sayInstant(settledAt)}</span>,
  },
];

/** Everything that bills and books did not both say. */
export function Differences(): ReactNode {
  const { differences } = useWords(orderWords);
  return (
    <DataTable<DifferenceItem>
      label={differences}
      path="/reconciliation-differences"
      rowKey={({ id }) => id}
      filters={[
        {
          kind: 'choice',
          name: 'kind',
          label: orderWords.differences,
          choices: choicesOf(differenceWords),
        },
        {
          kind: 'choice',
          name: 'open',
          label: orderWords.onlyOpen,
          choices: [{ value: 'yes', label: orderWords.yes }],
        },
        { kind: 'day', name: 'day', label: orderWords.day },
      ]}
      columns={differenceColumns}
    />
  );
}
