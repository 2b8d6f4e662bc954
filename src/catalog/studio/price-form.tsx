import { Button, Form, Input, Select } from 'antd';
import type { ReactNode } from 'react';
import type { WorkDetail } from '#catalog/schema.ts';
import { fill } from '#kernel/locale.ts';
import { refundDaysOf, refundWindows, type RefundWindow } from '#settings/schema.ts';
import { ask } from '#studio/api.ts';
import { useDeed } from '#studio/deed.tsx';
import { moneyText, readMoney } from '#studio/format.ts';
import { useWords } from '#studio/preferences.tsx';
import { workWords } from './words.ts';

const highest = 100_000_000;

interface Fields {
  readonly price: string;
  /** `site`: as the site says. */
  readonly window: RefundWindow | 'site';
}

/** What a work costs, and how long its buyers can ask for the money back. */
export function PriceForm({ work }: { work: WorkDetail }): ReactNode {
  const words = useWords(workWords);
  const windows = useWindows(work);
  const deed = useDeed(
    ({ price, window }: Fields) =>
      ask('PUT', `/works/${work.id}/price`, {
        body: { price: readMoney(price) ?? 0, refundDays: window === 'site' ? null : window },
      }),
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
    <Form<Fields>
      layout="vertical"
      requiredMark={false}
      initialValues={{ price: moneyText(work.price), window: work.refundDays ?? 'site' }}
      disabled={!work.may.price || deed.isBusy}
      onFinish={(fields) => void deed.run(fields)}
    >
      <Form.Item name="price" label={words.priceYuan} rules={[{ validator: check }]}>
        <Input prefix="¥" inputMode="decimal" />
      </Form.Item>
      <Form.Item name="window" label={words.refundWindow} extra={words.refundWindowHelp}>
        <Select options={windows} />
      </Form.Item>
      {work.may.price && (
        <Button htmlType="submit" loading={deed.isBusy}>
          {words.setPrice}
        </Button>
      )}
    </Form>
  );
}

/** What can be chosen: what the site allows, and what was chosen when it allowed that. */
function useWindows({ siteRefundDays, leastRefundDays, refundDays: chosen }: WorkDetail) {
  const words = useWords(workWords);
  const site = { refundDays: siteRefundDays, leastRefundDays };
  const say = (days: number) =>
    days === 0 ? words.noRefundDays : fill(words.refundInDays, { n: String(days) });
  return [
    { value: 'site', label: fill(words.asSite, { days: say(refundDaysOf(null, site)) }) },
    ...refundWindows
      .filter((days) => days >= leastRefundDays || days === chosen)
      .map((value) => ({ value, label: say(value) })),
  ];
}
