import { fill } from '#kernel/locale.ts';
import { Form, Input } from 'antd';
import type { ReactNode } from 'react';
import type { CreatorBalance } from '#payout/schema.ts';
import { ask } from '#studio/api.ts';
import { useDeed } from '#studio/deed.tsx';
import { FormDialog } from '#studio/form-dialog.tsx';
import { moneyText, readMoney, sayMoney } from '#studio/format.ts';
import { useWords } from '#studio/preferences.tsx';
import { commonWords } from '#studio/words.ts';
import { payoutWords } from './words.ts';

interface Fields {
  readonly amount: string;
  readonly payee: string;
}

/** Asks for a payout of what is available. */
export function AskDialog({
  balance,
  onClose,
}: {
  balance: CreatorBalance;
  onClose: () => void;
}): ReactNode {
  const words = useWords(payoutWords);
  const common = useWords(commonWords);
  const { available, leastPayout } = balance;
  const deed = useDeed(
    ({ amount, payee }: Fields) =>
      ask('POST', '/payouts', { body: { amount: readMoney(amount), payee: payee.trim() } }),
    { done: words.asked, refreshes: ['/creators/me', '/payouts'] },
  );
  const checkAmount = async (_: unknown, text: string) => {
    const amount = readMoney(text);
    if (amount && amount >= leastPayout && amount <= available) return;
    throw new Error(
      fill(words.badAmount, { least: moneyText(leastPayout), most: moneyText(available) }),
    );
  };
  return (
    <FormDialog
      title={words.ask}
      yes={words.ask}
      deed={deed}
      initialValues={{ amount: moneyText(available) }}
      onClose={onClose}
    >
      <p>{fill(words.askText, { available: sayMoney(available), least: sayMoney(leastPayout) })}</p>
      <Form.Item name="amount" label={words.askAmount} rules={[{ validator: checkAmount }]}>
        <Input inputMode="decimal" prefix="¥" />
      </Form.Item>
      <Form.Item
        name="payee"
        label={words.payee}
        extra={words.payeeHelp}
        rules={[{ required: true, whitespace: true, message: common.needed }]}
      >
        <Input maxLength={64} autoComplete="off" />
      </Form.Item>
    </FormDialog>
  );
}
