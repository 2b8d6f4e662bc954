import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { fill } from '#kernel/locale.ts';
import { Refunds } from '#payment/studio/refunds.tsx';
import { ask } from '#studio/api.ts';
import { DataTable, type TableColumn } from '#studio/data-table.tsx';
import { useConfirm, useDeed } from '#studio/deed.tsx';
import { choicesOf } from '#studio/filters.tsx';
import { sayInstant, sayMoney } from '#studio/format.ts';
import { useWords } from '#studio/preferences.tsx';
import { Screen } from '#studio/screen.tsx';
import { useSession } from '#studio/session.ts';
import { StateTag, TwoLines } from '#studio/state-tag.tsx';
import { AddressedTabs } from '#studio/tabs.tsx';
import { sectionWords } from '#studio/words.ts';
import type { CaseItem } from '../schema.ts';
import { caseStateWords } from '../words.ts';
import { GrantDialog, RefuseDialog, refreshes } from './dialogs.tsx';
import { caseWords } from './words.ts';

/** Money that goes back, and what people have to decide about it. */
export function RefundsScreen(): ReactNode {
  const { refunds } = useWords(sectionWords);
  const words = useWords(caseWords);
  const tabs = {
    records: { label: words.records, pane: <Refunds /> },
    cases: { label: words.cases, pane: <Cases /> },
  };
  return (
    <Screen title={refunds}>
      <AddressedTabs tabs={tabs} />
    </Screen>
  );
}

const tones = {
  open: 'warning',
  proposed: 'processing',
  granted: 'success',
  refused: 'default',
  withdrawn: 'default',
} as const;

const columns: readonly TableColumn<CaseItem>[] = [
  {
    title: { zh: '订单号', en: 'Number' },
    isName: true,
    show: ({ orderId, orderNumber }) => (
      <Link to="/orders" search={{ id: orderId }} className="number">
        {orderNumber}
      </Link>
    ),
  },
  {
    title: { zh: '状态', en: 'State' },
    show: ({ state }) => <StateTag of={state} words={caseStateWords} tones={tones} />,
  },
  {
    title: { zh: '买家', en: 'Buyer' },
    show: ({ buyerName, title }) => <TwoLines main={buyerName} more={title} />,
  },
  { title: caseWords.says, show: (item) => <Reason item={item} /> },
  {
    title: caseWords.paid,
    align: 'end',
    show: ({ total, left }) => <TwoLines main={sayMoney(total)} more={sayMoney(left)} />,
  },
  {
    title: caseWords.goesBack,
    align: 'end',
    show: ({ amount }) => (amount === null ? '—' : sayMoney(amount)),
  },
  { title: caseWords.who, show: (item) => <Who item={item} /> },
];

function Reason({ item: { reason, isAsked, openedAt, answer } }: { item: CaseItem }): ReactNode {
  const words = useWords(caseWords);
  return (
    <div className="stack-tight">
      <span className="wraps">{reason}</span>
      <span className="quiet">
        {isAsked ? words.byBuyer : words.byStaff} · {sayInstant(openedAt)}
      </span>
      {answer && <span className="wraps quiet">{answer}</span>}
    </div>
  );
}

function Who({ item }: { item: CaseItem }): ReactNode {
  const words = useWords(caseWords);
  const { proposedName, decidedName, decidedAt } = item;
  if (!proposedName && !decidedName) return '—';
  return (
    <div className="stack-tight">
      {proposedName && <span>{fill(words.proposedBy, { name: proposedName })}</span>}
      {decidedName && (
        <TwoLines
          main={fill(words.decidedBy, { name: decidedName })}
          more={sayInstant(decidedAt)}
        />
      )}
    </div>
  );
}

function Cases(): ReactNode {
  const words = useWords(caseWords);
  const [granting, setGranting] = useState<CaseItem>();
  const [refusing, setRefusing] = useState<CaseItem>();
  return (
    <>
      <p>{words.lead}</p>
      <DataTable<CaseItem>
        label={words.cases}
        path="/refund-cases"
        rowKey={({ id }) => id}
        filters={[
          {
            kind: 'tabs',
            name: 'state',
            label: { zh: '状态', en: 'State' },
            choices: choicesOf(caseStateWords),
          },
        ]}
        columns={columns}
        actions={(item) => (
          <>
            {item.state === 'open' && (
              <Button size="small" onClick={() => setGranting(item)}>
                {words.grant}
              </Button>
            )}
            {item.state === 'proposed' && <Confirm item={item} />}
            {(item.state === 'open' || item.state === 'proposed') && (
              <Button size="small" onClick={() => setRefusing(item)}>
                {words.refuse}
              </Button>
            )}
          </>
        )}
      />
      {granting && <GrantDialog item={granting} onClose={() => setGranting(undefined)} />}
      {refusing && <RefuseDialog item={refusing} onClose={() => setRefusing(undefined)} />}
    </>
  );
}

/** The second person's word; whoever proposed it has no such button. */
function Confirm({ item }: { item: CaseItem }): ReactNode {
  const words = useWords(caseWords);
  const confirm = useConfirm();
  const { user } = useSession();
  const { id, buyerName, reason, proposedName, proposedBy, amount } = item;
  const deed = useDeed(() => ask('PUT', `/refund-cases/${id}/confirmation`), {
    done: words.done,
    refreshes,
  });
  if (proposedBy === user.id) return null;
  const said = { name: buyerName, amount: sayMoney(amount ?? 0), proposer: proposedName ?? '' };
  return (
    <Button
      size="small"
      type="primary"
      loading={deed.isBusy}
      onClick={() =>
        confirm({
          title: fill(words.confirmTitle, said),
          text: fill(words.confirmText, { ...said, reason }),
          yes: words.confirm,
          act: () => deed.run(),
        })
      }
    >
      {words.confirm}
    </Button>
  );
}
