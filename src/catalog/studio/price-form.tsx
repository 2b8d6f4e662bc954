import { Button, Form, Input, InputNumber, Select } from 'antd';
import type { ReactNode } from 'react';
import type { WorkDetail } from '#catalog/schema.ts';
import { fill } from '#kernel/locale.ts';
import { refundDaysOf, refundWindows, type RefundWindow } from '#settings/schema.ts';
import { ask } from '#studio/api.ts';
import { useDeed } from '#studio/deed.tsx';
import { moneyText, readMoney } from '#studio/format.ts';
import { useWords } from '#studio/preferences.tsx';
import { priceWords } from './price-words.ts';
import { workWords } from './words.ts';

const highest = 100_000_000;

interface Fields {
  readonly price: string;
  /** `site`: as the site says. */
  readonly window: RefundWindow | 'site';
  readonly lasts: 'ever' | 'days';
  readonly accessDays?: number;
}

/** What a work costs, how long its buyers have it, and how long they can ask for the money back. */
export function PriceForm({ work }: { work: WorkDetail }): ReactNode {
  const words = useWords(workWords);
  const windows = useWindows(work);
  const deed = useDeed(
    ({ price, window, lasts, accessDays }: Fields) =>
      ask('PUT', `/works/${work.id}/price`, {
        body: {
          price: readMoney(price) ?? 0,
          refundDays: window === 'site' ? null : window,
          accessDays: lasts === 'days' ? accessDays : null,
        },
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
      initialValues={{
        price: moneyText(work.price),
        window: work.refundDays ?? 'site',
        lasts: work.accessDays === null ? 'ever' : 'days',
        accessDays: work.accessDays ?? 365,
      }}
      disabled={!work.may.price || deed.isBusy}
      onFinish={(fields) => void deed.run(fields)}
    >
      <Form.Item name="price" label={words.priceYuan} rules={[{ validator: check }]}>
        <Input prefix="¥" inputMode="decimal" />
      </Form.Item>
      <Lasting />
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

/** For how long a buyer has the work: for ever, or for so many days. */
function Lasting(): ReactNode {
  const words = useWords(priceWords);
  const lasts = Form.useWatch<Fields['lasts'] | undefined>('lasts');
  return (
    <>
      <Form.Item name="lasts" label={words.lasts} extra={words.lastsHelp}>
        <Select
          options={[
            { value: 'ever', label: words.lastsEver },
            { value: 'days', label: words.lastsDays },
          ]}
        />
      </Form.Item>
      {lasts === 'days' && (
        <Form.Item
          name="accessDays"
          label={words.accessDays}
          rules={[{ required: true, message: words.badAccessDays }]}
        >
          <InputNumber min={1} max={3650} precision={0} />
        </Form.Item>
      )}
    </>
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
