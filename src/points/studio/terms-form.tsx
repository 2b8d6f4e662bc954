import { Button, Checkbox, Form, InputNumber } from 'antd';
import type { ReactNode } from 'react';
import { fill } from '#kernel/locale.ts';
import { ask } from '#studio/api.ts';
import { useDeed } from '#studio/deed.tsx';
import { useWords } from '#studio/preferences.tsx';
import { commonWords } from '#studio/words.ts';
import type { TermsInput, TermsItem } from '../schema.ts';
import { pointWords } from './words.ts';

type Fields = Omit<TermsInput, 'version'>;

/** How points are earned, and how long they are good. */
export function TermsForm({ terms: { version, ...terms } }: { terms: TermsItem }): ReactNode {
  const words = useWords(pointWords);
  const common = useWords(commonWords);
  const deed = useDeed(
    (fields: Fields) => ask('PUT', '/points/terms', { body: { ...fields, version } }),
    { done: common.saved, refreshes: ['/points/terms'] },
  );
  return (
    <Form
      layout="vertical"
      requiredMark={false}
      initialValues={terms}
      onFinish={(fields: Fields) => void deed.run(fields)}
    >
      <Switch name="isOn" />
      <h2>{words.ways}</h2>
      <Switch name="signInOn" />
      <StreakFields />
      <Switch name="lessonOn" />
      <div className="form-pair">
        <Count name="perLesson" max={10_000} />
        <Count name="lessonCap" max={1_000_000} />
      </div>
      <Switch name="purchaseOn" />
      <div className="form-pair">
        <Count name="perYuan" max={1_000} />
        <Count name="purchaseCap" max={100_000_000} />
      </div>
      <h2>{words.ending}</h2>
      <div className="form-pair">
        <Count name="validDays" min={30} max={3_650} />
        <Count name="noticeDays" min={0} max={90} />
      </div>
      <Button type="primary" htmlType="submit" loading={deed.isBusy}>
        {common.save}
      </Button>
    </Form>
  );
}

function Switch({ name }: { name: 'isOn' | 'signInOn' | 'lessonOn' | 'purchaseOn' }): ReactNode {
  const words = useWords(pointWords);
  return (
    <Form.Item name={name} valuePropName="checked">
      <Checkbox>{words[name]}</Checkbox>
    </Form.Item>
  );
}

interface CountProps {
  readonly name: 'perLesson' | 'lessonCap' | 'perYuan' | 'purchaseCap' | 'validDays' | 'noticeDays';
  readonly min?: number;
  readonly max: number;
}

function Count({ name, min = 1, max }: CountProps): ReactNode {
  const words = useWords(pointWords);
  const { needed } = useWords(commonWords);
  return (
    <Form.Item name={name} label={words[name]} rules={[{ required: true, message: needed }]}>
      <InputNumber min={min} max={max} precision={0} />
    </Form.Item>
  );
}

function StreakFields(): ReactNode {
  const words = useWords(pointWords);
  const { needed } = useWords(commonWords);
  return (
    <>
      <p>{words.streakHelp}</p>
      <div className="form-row">
        {Array.from({ length: 7 }, (_, n) => (
          <Form.Item
            key={n}
            name={['streak', n]}
            label={fill(words.streakDay, { n: n + 1 })}
            rules={[{ required: true, message: needed }]}
          >
            <InputNumber min={0} max={10_000} precision={0} />
          </Form.Item>
        ))}
      </div>
    </>
  );
}
