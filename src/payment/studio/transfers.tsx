import { Link } from '@tanstack/react-router';
import { Button, Checkbox, DatePicker, Form, Input } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useState, type ReactNode } from 'react';
import { fill } from '#kernel/locale.ts';
import type { TransferItem } from '#payment/schema.ts';
import { ask } from '#studio/api.ts';
import { DataTable } from '#studio/data-table.tsx';
import { useDeed } from '#studio/deed.tsx';
import { FormDialog } from '#studio/form-dialog.tsx';
import { moneyText, readMoney, sayInstant, sayMoney } from '#studio/format.ts';
import { useWords } from '#studio/preferences.tsx';
import { commonWords } from '#studio/words.ts';
import { orderWords } from './words.ts';

/** Transfers that are waited for: staff say when one arrived. */
export function Transfers(): ReactNode {
  const words = useWords(orderWords);
  const [found, setFound] = useState<TransferItem>();
  return (
    <>
      <p>{words.transfersLead}</p>
      <DataTable<TransferItem>
        label={words.transfers}
        path="/transfers"
        rowKey={({ id }) => id}
        filters={[{ kind: 'text', name: 'number', label: orderWords.findNumber }]}
        columns={[
          {
            title: orderWords.number,
            isName: true,
            show: ({ orderId, orderNumber }) => (
              <Link to="/orders" search={{ id: orderId }} className="number">
                {orderNumber}
              </Link>
            ),
          },
          { title: orderWords.buyer, show: ({ buyerName }) => buyerName },
          { title: orderWords.item, show: ({ title }) => title },
          { title: orderWords.amount, align: 'end', show: ({ amount }) => sayMoney(amount) },
          {
            title: orderWords.placed,
            show: ({ openedAt }) => <span className="number">{sayInstant(openedAt)}</span>,
          },
          {
            title: commonWords.actions,
            align: 'end',
            show: (item) => (
              <Button
                size="small"
                aria-label={`${words.arrived} ${item.orderNumber}`}
                onClick={() => setFound(item)}
              >
                {words.arrived}
              </Button>
            ),
          },
        ]}
      />
      {found && <ReceiptDialog item={found} onClose={() => setFound(undefined)} />}
    </>
  );
}

interface Fields {
  readonly amount: string;
  readonly receivedAt: Dayjs;
  readonly isReturned?: boolean;
}

function ReceiptDialog({
  item,
  onClose,
}: {
  readonly item: TransferItem;
  readonly onClose: () => void;
}): ReactNode {
  const words = useWords(orderWords);
  const common = useWords(commonWords);
  const deed = useDeed(
    ({ amount, receivedAt, isReturned = false }: Fields) =>
      ask('PUT', `/transfers/${item.id}/receipt`, {
        body: { amount: readMoney(amount), receivedAt: receivedAt.toISOString(), isReturned },
      }),
    { done: words.arrivedDone, refreshes: ['/transfers', '/captures', '/orders', '/refunds'] },
  );
  const checkAmount = async (_: unknown, text: string) => {
    if (!readMoney(text)) throw new Error(common.needed);
  };
  return (
    <FormDialog<Fields>
      title={fill(words.arrivedTitle, { name: item.buyerName, amount: sayMoney(item.amount) })}
      yes={words.arrivedYes}
      deed={deed}
      initialValues={{ amount: moneyText(item.amount), receivedAt: dayjs() }}
      onClose={onClose}
    >
      <p>{words.arrivedText}</p>
      <Form.Item name="amount" label={words.arrivedAmount} rules={[{ validator: checkAmount }]}>
        <Input inputMode="decimal" prefix="¥" />
      </Form.Item>
      <Form.Item
        name="receivedAt"
        label={words.arrivedAt}
        rules={[{ required: true, message: common.needed }]}
      >
        <DatePicker showTime allowClear={false} maxDate={dayjs()} />
      </Form.Item>
      <Form.Item name="isReturned" valuePropName="checked" extra={words.sendBackHelp}>
        <Checkbox>{words.sendBack}</Checkbox>
      </Form.Item>
    </FormDialog>
  );
}
