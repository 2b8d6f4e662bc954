import { Form, Input } from 'antd';
import type { ReactNode } from 'react';
import { fill } from '#kernel/locale.ts';
import { ask } from '#studio/api.ts';
import { useDeed } from '#studio/deed.tsx';
import { FormDialog } from '#studio/form-dialog.tsx';
import { moneyText, readMoney, sayMoney } from '#studio/format.ts';
import { useWords } from '#studio/preferences.tsx';
import { commonWords } from '#studio/words.ts';
import type { CaseItem } from '../schema.ts';
import { caseWords } from './words.ts';

interface Props {
  readonly item: CaseItem;
  readonly onClose: () => void;
}

/** What is read again after a decision. */
export const refreshes = ['/refund-cases', '/refunds', '/orders', '/analytics'];

interface Grant {
  readonly amount: string;
  readonly answer: string;
}

/** Gives a buyer who asked all that is left, or a part. */
export function GrantDialog({ item: { id, buyerName, left }, onClose }: Props): ReactNode {
  const words = useWords(caseWords);
  const deed = useDeed(
    ({ amount, answer }: Grant) =>
      ask('PUT', `/refund-cases/${id}/grant`, { body: { amount: readMoney(amount), answer } }),
    { done: words.done, refreshes },
  );
  const check = async (_: unknown, text: string) => {
    const amount = readMoney(text);
    if (!amount || amount > left)
      throw new Error(fill(words.badAmount, { amount: moneyText(left) }));
  };
  return (
    <FormDialog<Grant>
      title={fill(words.grantTitle, { name: buyerName })}
      yes={words.grantNow}
      isDangerous
      deed={deed}
      initialValues={{ amount: moneyText(left), answer: '' }}
      onClose={onClose}
    >
      <p>{fill(words.grantText, { amount: sayMoney(left) })}</p>
      <Form.Item name="amount" label={words.amount} rules={[{ validator: check }]}>
        <Input inputMode="decimal" prefix="¥" />
      </Form.Item>
      <Form.Item name="answer" label={words.answer}>
        <Input.TextArea rows={3} maxLength={500} showCount />
      </Form.Item>
    </FormDialog>
  );
}

/** Ends a request without a refund, with reasons. */
export function RefuseDialog({ item: { id, buyerName }, onClose }: Props): ReactNode {
  const words = useWords(caseWords);
  const { needed } = useWords(commonWords);
  const deed = useDeed(
    (body: { readonly answer: string }) => ask('PUT', `/refund-cases/${id}/refusal`, { body }),
    { done: words.done, refreshes },
  );
  return (
    <FormDialog<{ readonly answer: string }>
      title={fill(words.refuseTitle, { name: buyerName })}
      yes={words.refuseNow}
      isDangerous
      deed={deed}
      onClose={onClose}
    >
      <Form.Item
        name="answer"
        label={words.answer}
        rules={[{ required: true, whitespace: true, message: needed }]}
      >
        <Input.TextArea rows={4} maxLength={500} showCount />
      </Form.Item>
    </FormDialog>
  );
}
