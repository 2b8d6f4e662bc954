import { Alert, Button, Checkbox, Form, Input, InputNumber, Select } from 'antd';
import type { ReactNode } from 'react';
import { fill } from '#kernel/locale.ts';
import { useTiers } from '#membership/studio/tiers-known.ts';
import { ask } from '#studio/api.ts';
import { useDeed } from '#studio/deed.tsx';
import { useWords } from '#studio/preferences.tsx';
import { commonWords } from '#studio/words.ts';
import type { TermsInput, TermsItem } from '../schema.ts';
import { formulas, type Formula } from '../types.ts';
import { formulaWords, growthWords } from './words.ts';

interface LevelFields {
  readonly id?: string;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly threshold: number;
  readonly tierId?: string | null;
}

interface Fields extends Omit<TermsInput, 'version' | 'factorBps' | 'levels'> {
  readonly factor: number;
  readonly levels?: readonly LevelFields[];
}

// A factor is said as it is multiplied: 0.1, not 1,000 in ten thousand.
const factorOne = 10_000;

function bodyOf({ factor, levels = [], ...fields }: Fields, version: number): TermsInput {
  return {
    ...fields,
    version,
    factorBps: Math.round(factor * factorOne),
    levels: levels.map(({ tierId, ...level }) => ({ ...level, tierId: tierId ?? null })),
  };
}

function fieldsOf({ factorBps, levels, ...terms }: TermsItem): Fields {
  const { isOn, formula, perYuan, perLesson, dailyLessons, perWork } = terms;
  return {
    isOn,
    formula,
    perYuan,
    perLesson,
    dailyLessons,
    perWork,
    factor: factorBps / factorOne,
    levels: levels.map(({ id, nameZh, nameEn, threshold, tierId }) => ({
      id,
      nameZh,
      nameEn,
      threshold,
      tierId,
    })),
  };
}

/** How growth is earned and what levels there are; with a bar while everybody is looked at again. */
export function TermsForm({ terms }: { terms: TermsItem }): ReactNode {
  const words = useWords(growthWords);
  const common = useWords(commonWords);
  const [form] = Form.useForm<Fields>();
  const deed = useDeed(
    (fields: Fields) => ask('PUT', '/growth/terms', { body: bodyOf(fields, terms.version) }),
    { done: common.saved, refreshes: ['/growth/terms'] },
  );
  const { waiting, people } = terms;
  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      initialValues={fieldsOf(terms)}
      onFinish={(fields: Fields) => void deed.run(fields)}
    >
      {waiting > 0 && (
        <Form.Item>
          <Alert type="info" showIcon title={fill(words.waiting, { waiting, people })} />
        </Form.Item>
      )}
      <Form.Item name="isOn" valuePropName="checked">
        <Checkbox>{words.isOn}</Checkbox>
      </Form.Item>
      <Earning />
      <Levels />
      <Button type="primary" htmlType="submit" loading={deed.isBusy}>
        {common.save}
      </Button>
    </Form>
  );
}

function Earning(): ReactNode {
  const words = useWords(growthWords);
  const said = useWords(formulaWords);
  const { needed } = useWords(commonWords);
  const formula = Form.useWatch<Formula | undefined>('formula');
  const rules = [{ required: true, message: needed }];
  const number = (name: 'perYuan' | 'perLesson' | 'dailyLessons' | 'perWork') => (
    <Form.Item name={name} label={words[name]} rules={rules}>
      <InputNumber min={0} max={1_000} precision={0} />
    </Form.Item>
  );
  return (
    <>
      <div className="form-pair">
        {number('perYuan')}
        {number('perWork')}
      </div>
      <div className="form-pair">
        {number('perLesson')}
        {number('dailyLessons')}
      </div>
      <Form.Item name="formula" label={words.formula}>
        <Select options={formulas.map((value) => ({ value, label: said[value] }))} />
      </Form.Item>
      <Form.Item
        name="factor"
        label={words.factor}
        extra={words.factorHelp}
        rules={rules}
        hidden={formula !== 'stepped'}
      >
        <InputNumber min={0.0001} max={100} precision={4} />
      </Form.Item>
    </>
  );
}

function Levels(): ReactNode {
  const words = useWords(growthWords);
  return (
    <fieldset className="form-set">
      <legend>{words.levels}</legend>
      <Form.List name="levels">
        {(rows, { add, remove }) => (
          <>
            {rows.map(({ key, name }) => (
              <LevelRow key={key} place={name} onRemove={() => remove(name)} />
            ))}
            <Button onClick={() => add({ threshold: 100 * 2 ** rows.length })}>
              {words.addLevel}
            </Button>
          </>
        )}
      </Form.List>
    </fieldset>
  );
}

function LevelRow({ place, onRemove }: { place: number; onRemove: () => void }): ReactNode {
  const words = useWords(growthWords);
  const { needed } = useWords(commonWords);
  const tiers = useTiers();
  const rules = [{ required: true, whitespace: true, message: needed }];
  return (
    <div className="form-row">
      <Form.Item name={[place, 'id']} hidden>
        <Input />
      </Form.Item>
      <Form.Item name={[place, 'nameZh']} label={words.nameZh} rules={rules}>
        <Input maxLength={40} />
      </Form.Item>
      <Form.Item name={[place, 'nameEn']} label={words.nameEn} rules={rules}>
        <Input maxLength={40} />
      </Form.Item>
      <Form.Item
        name={[place, 'threshold']}
        label={words.threshold}
        rules={[{ required: true, message: needed }]}
      >
        <InputNumber min={1} max={1_000_000_000} precision={0} />
      </Form.Item>
      <Form.Item name={[place, 'tierId']} label={words.tier}>
        <Select allowClear placeholder={words.noTier} options={[...tiers]} />
      </Form.Item>
      <Button onClick={onRemove} aria-label={words.removeLevel} title={words.removeLevel}>
        ×
      </Button>
    </div>
  );
}
