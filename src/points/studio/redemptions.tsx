import { Button, Form, Input } from 'antd';
import { useState, type ReactNode } from 'react';
import { fill } from '#kernel/locale.ts';
import { ask } from '#studio/api.ts';
import { DataTable, type TableColumn } from '#studio/data-table.tsx';
import { useDeed } from '#studio/deed.tsx';
import { choicesOf } from '#studio/filters.tsx';
import { FormDialog } from '#studio/form-dialog.tsx';
import { sayInstant } from '#studio/format.ts';
import { useWords } from '#studio/preferences.tsx';
import { StateTag, TwoLines } from '#studio/state-tag.tsx';
import { commonWords } from '#studio/words.ts';
import type { RedemptionItem, Shipment } from '../schema.ts';
import { redemptionStateWords } from '../words.ts';
import { goodWords } from './words.ts';

const tones = {
  given: 'success',
  waiting: 'warning',
  shipped: 'success',
  cancelled: 'default',
} as const;

const columns: readonly TableColumn<RedemptionItem>[] = [
  {
    title: goodWords.good,
    isName: true,
    show: ({ goodName, userName }) => <TwoLines main={goodName} more={userName} />,
  },
  {
    title: goodWords.state,
    show: ({ state }) => <StateTag of={state} words={redemptionStateWords} tones={tones} />,
  },
  {
    title: goodWords.price,
    align: 'end',
    show: ({ price }) => <span className="number">{price}</span>,
  },
  { title: goodWords.where, show: (item) => <Where item={item} /> },
  { title: goodWords.at, show: ({ at }) => <span className="number">{sayInstant(at)}</span> },
];

function Where({ item }: { item: RedemptionItem }): ReactNode {
  const words = useWords(goodWords);
  const { receiver, phone, address, carrier, number, answer } = item;
  if (!receiver) return '—';
  return (
    <div className="stack-tight">
      <span className="wraps">{`${receiver} ${phone}`}</span>
      <span className="wraps">{address}</span>
      {carrier && (
        <span className="quiet">{fill(words.sentBy, { carrier, number: number ?? '' })}</span>
      )}
      {answer && <span className="wraps quiet">{answer}</span>}
    </div>
  );
}

/** What was redeemed; the owner sends things, or cancels what was not sent. */
export function Redemptions(): ReactNode {
  const words = useWords(goodWords);
  const [shipping, setShipping] = useState<RedemptionItem>();
  const [cancelling, setCancelling] = useState<RedemptionItem>();
  return (
    <>
      <DataTable<RedemptionItem>
        label={words.redemptions}
        path="/points/redemptions"
        rowKey={({ id }) => id}
        filters={[
          {
            kind: 'tabs',
            name: 'state',
            label: goodWords.state,
            choices: choicesOf(redemptionStateWords),
          },
        ]}
        columns={columns}
        actions={(item) =>
          item.state === 'waiting' && (
            <>
              <Button size="small" onClick={() => setShipping(item)}>
                {words.ship}
              </Button>
              <Button size="small" danger onClick={() => setCancelling(item)}>
                {words.cancel}
              </Button>
            </>
          )
        }
      />
      {shipping && <ShipDialog item={shipping} onClose={() => setShipping(undefined)} />}
      {cancelling && <CancelDialog item={cancelling} onClose={() => setCancelling(undefined)} />}
    </>
  );
}

interface DialogProps {
  readonly item: RedemptionItem;
  readonly onClose: () => void;
}

const refreshes = ['/points/redemptions', '/points/goods'];

function ShipDialog({ item: { id, goodName, receiver }, onClose }: DialogProps): ReactNode {
  const words = useWords(goodWords);
  const { needed } = useWords(commonWords);
  const deed = useDeed(
    (body: Shipment) => ask('PUT', `/points/redemptions/${id}/shipment`, { body }),
    { done: words.shipped, refreshes },
  );
  const rules = [{ required: true, whitespace: true, message: needed }];
  return (
    <FormDialog
      title={fill(words.shipTitle, { good: goodName, name: receiver ?? '' })}
      yes={words.ship}
      deed={deed}
      onClose={onClose}
    >
      <Form.Item name="carrier" label={words.carrier} rules={rules}>
        <Input maxLength={40} />
      </Form.Item>
      <Form.Item name="number" label={words.number} rules={rules}>
        <Input maxLength={60} />
      </Form.Item>
    </FormDialog>
  );
}

function CancelDialog({ item: { id, goodName, price }, onClose }: DialogProps): ReactNode {
  const words = useWords(goodWords);
  const { needed } = useWords(commonWords);
  const deed = useDeed(
    (body: { reason: string }) => ask('PUT', `/points/redemptions/${id}/cancellation`, { body }),
    { done: words.cancelled, refreshes },
  );
  return (
    <FormDialog
      title={fill(words.cancelTitle, { good: goodName })}
      yes={words.cancel}
      isDangerous
      deed={deed}
      onClose={onClose}
    >
      <p>{fill(words.cancelText, { n: price })}</p>
      <Form.Item
        name="reason"
        label={words.reason}
        rules={[{ required: true, whitespace: true, message: needed }]}
      >
        <Input maxLength={200} />
      </Form.Item>
    </FormDialog>
  );
}
