import { fill } from '#kernel/locale.ts';
import { Form, Input } from 'antd';
import type { ReactNode } from 'react';
import type { OrderDetail } from '#payment/schema.ts';
import { ask } from '#studio/api.ts';
import { useDeed } from '#studio/deed.tsx';
import { FormDialog } from '#studio/form-dialog.tsx';
import { moneyText, readMoney, sayMoney } from '#studio/format.ts';
import { useWords } from '#studio/preferences.tsx';
import { commonWords } from '#studio/words.ts';
import { orderWords } from './words.ts';

interface Fields {
  readonly amount: string;
  readonly reason: string;
}

/** Gives money of an order back: all that is left, or a part. */
export function RefundDialog({
  order,
  onClose,
}: {
  order: OrderDetail;
  onClose: () => void;
}): ReactNode {
  const words = useWords(orderWords);
  const common = useWords(commonWords);
  const most = order.total - order.refunded - order.refunding;
  const deed = useDeed(
    ({ amount, reason }: Fields) =>
      ask('POST', `/orders/${order.id}/refund-cases`, {
        body: { amount: readMoney(amount), reason: reason.trim() },
      }),
    { done: words.refundDone, refreshes: ['/orders', '/refunds', '/refund-cases', '/analytics'] },
  );
  const checkAmount = async (_: unknown, text: string) => {
    const amount = readMoney(text);
    if (!amount || amount > most)
      throw new Error(fill(words.badAmount, { amount: moneyText(most) }));
  };
  return (
    <FormDialog
      title={fill(words.refundTitle, { name: order.buyerName })}
      yes={words.refund}
      isDangerous
      deed={deed}
      initialValues={{ amount: moneyText(most), reason: '' }}
      onClose={onClose}
    >
      <p>{fill(words.refundText, { amount: sayMoney(most) })}</p>
      <Form.Item name="amount" label={words.refundAmount} rules={[{ validator: checkAmount }]}>
        <Input inputMode="decimal" prefix="¥" />
      </Form.Item>
      <Form.Item
        name="reason"
        label={words.refundReason}
        rules={[{ required: true, whitespace: true, message: common.needed }]}
      >
        <Input.TextArea rows={3} maxLength={200} showCount />
      </Form.Item>
    </FormDialog>
  );
}
