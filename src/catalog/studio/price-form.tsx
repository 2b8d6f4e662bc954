import { Button, Form, Input } from 'antd';
import type { ReactNode } from 'react';
import type { WorkDetail } from '#catalog/schema.ts';
import { ask } from '#studio/api.ts';
import { useDeed } from '#studio/deed.tsx';
import { moneyText, readMoney } from '#studio/format.ts';
import { useWords } from '#studio/preferences.tsx';
import { workWords } from './words.ts';

const highest = 100_000_000;

/** What a work costs. */
export function PriceForm({ work }: { work: WorkDetail }): ReactNode {
  const words = useWords(workWords);
  const deed = useDeed(
    (price: number) => ask('PUT', `/works/${work.id}/price`, { body: { price } }),
    {
      done: words.priced,
      refreshes: ['/works'],
    },
  );
  const check = async (_: unknown, text: string) => {
    const price = readMoney(text);
    if (price === undefined || price > highest) throw new Error(words.badPrice);
  };
  return (
    <Form<{ price: string }>
      layout="vertical"
      requiredMark={false}
      initialValues={{ price: moneyText(work.price) }}
      disabled={!work.may.price || deed.isBusy}
      onFinish={({ price }) => void deed.run(readMoney(price) ?? 0)}
    >
      <Form.Item name="price" label={words.priceYuan} rules={[{ validator: check }]}>
        <Input prefix="¥" inputMode="decimal" />
      </Form.Item>
      {work.may.price && (
        <Button htmlType="submit" loading={deed.isBusy}>
          {words.setPrice}
        </Button>
      )}
    </Form>
  );
}
