import { fill } from '#kernel/locale.ts';
import { Button, Form, Input } from 'antd';
import { useState, type ReactNode } from 'react';
import type { PayoutItem } from '#payout/schema.ts';
import { ask } from '#studio/api.ts';
import { DataTable, type TableColumn } from '#studio/data-table.tsx';
import { useConfirm, useDeed } from '#studio/deed.tsx';
import { choicesOf } from '#studio/filters.tsx';
import { FormDialog } from '#studio/form-dialog.tsx';
import { sayInstant, sayMoney } from '#studio/format.ts';
import { useWords } from '#studio/preferences.tsx';
import { Screen } from '#studio/screen.tsx';
import { useSession } from '#studio/session.ts';
import { StateTag } from '#studio/state-tag.tsx';
import { commonWords, sectionWords } from '#studio/words.ts';
import { payeeWords, payoutStateWords } from '../words.ts';
import { payoutWords } from './words.ts';

const tones = {
  requested: 'warning',
  approved: 'processing',
  paid: 'success',
  failed: 'error',
} as const;

const columns: readonly TableColumn<PayoutItem>[] = [
  { title: payoutWords.owner, isName: true, show: ({ ownerName }) => ownerName },
  {
    title: payoutWords.as,
    show: ({ promoterId }) => (
      <StateTag of={promoterId === null ? 'creator' : 'promoter'} words={payeeWords} tones={{}} />
    ),
  },
  { title: payoutWords.amount, align: 'end', show: ({ amount }) => sayMoney(amount) },
  {
    title: payoutWords.state,
    show: ({ state }) => <StateTag of={state} words={payoutStateWords} tones={tones} />,
  },
  { title: payoutWords.payee, show: ({ payee }) => payee },
  {
    title: payoutWords.billNo,
    show: ({ outBillNo }) => <span className="number">{outBillNo}</span>,
  },
  {
    title: payoutWords.requested,
    show: ({ requestedAt }) => <span className="number">{sayInstant(requestedAt)}</span>,
  },
  {
    title: payoutWords.finished,
    show: ({ finishedAt }) => <span className="number">{sayInstant(finishedAt)}</span>,
  },
  { title: payoutWords.note, show: ({ reason, failure }) => reason || failure || '—' },
];

/** Payouts: creators follow theirs, finance decides. */
export function PayoutsScreen(): ReactNode {
  const { payouts } = useWords(sectionWords);
  const words = useWords(payoutWords);
  const { may, user } = useSession();
  const [rejecting, setRejecting] = useState<PayoutItem>();
  const approve = useApproval();
  const isDecider = may('payout.decide', 'any');
  const decisions = (item: PayoutItem) =>
    item.state === 'requested' &&
    (item.creatorId ?? item.promoterId) !== user.id && (
      <>
        <Button size="small" type="primary" onClick={() => approve(item)}>
          {words.approve}
        </Button>
        <Button size="small" danger onClick={() => setRejecting(item)}>
          {words.reject}
        </Button>
      </>
    );
  return (
    <Screen title={payouts}>
      <DataTable<PayoutItem>
        label={payouts}
        path="/payouts"
        rowKey={({ id }) => id}
        filters={[
          {
            kind: 'tabs',
            name: 'state',
            label: payoutWords.state,
            choices: choicesOf(payoutStateWords),
          },
        ]}
        columns={columns}
        {...(isDecider ? { actions: decisions } : {})}
      />
      {rejecting && <RejectDialog payout={rejecting} onClose={() => setRejecting(undefined)} />}
    </Screen>
  );
}

function useApproval(): (payout: PayoutItem) => void {
  const words = useWords(payoutWords);
  const confirm = useConfirm();
  const deed = useDeed((id: string) => ask('PUT', `/payouts/${id}/approval`), {
    done: words.approved,
    refreshes: ['/payouts'],
  });
  return ({ id, ownerName, amount }) =>
    confirm({
      title: fill(words.approveTitle, { name: ownerName, amount: sayMoney(amount) }),
      text: words.approveText,
      yes: words.approve,
      isDangerous: false,
      act: () => deed.run(id),
    });
}

function RejectDialog({ payout, onClose }: { payout: PayoutItem; onClose: () => void }): ReactNode {
  const words = useWords(payoutWords);
  const common = useWords(commonWords);
  const deed = useDeed(
    ({ reason }: { reason: string }) =>
      ask('PUT', `/payouts/${payout.id}/rejection`, { body: { reason: reason.trim() } }),
    { done: words.rejected, refreshes: ['/payouts'] },
  );
  return (
    <FormDialog
      title={fill(words.rejectTitle, { name: payout.ownerName, amount: sayMoney(payout.amount) })}
      yes={words.reject}
      isDangerous
      deed={deed}
      onClose={onClose}
    >
      <Form.Item
        name="reason"
        label={words.rejectReason}
        rules={[{ required: true, whitespace: true, message: common.needed }]}
      >
        <Input.TextArea rows={3} maxLength={200} showCount />
      </Form.Item>
    </FormDialog>
  );
}
