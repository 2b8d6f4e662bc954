import { Alert, Button, Checkbox, Form, Input, InputNumber, Select } from 'antd';
import type { ReactNode } from 'react';
import type { Words } from '#kernel/locale.ts';
import { ask } from '#studio/api.ts';
import { useDeed } from '#studio/deed.tsx';
import { hundredths } from '#studio/format.ts';
import { useWords } from '#studio/preferences.tsx';
import { commonWords } from '#studio/words.ts';
import type { PromotionTerms } from '../schema.ts';
import { modeWords, promotionWords, renewalWords, scopeWords, selfBuyWords } from './words.ts';

const rates = ['level1Bps', 'level2Bps', 'leastBps', 'mostBps'] as const;

/** Rates are said in percent. */
function inPercent(terms: PromotionTerms): PromotionTerms {
  return { ...terms, ...Object.fromEntries(rates.map((name) => [name, terms[name] / 100])) };
}

function bodyOf(fields: PromotionTerms, version: number): PromotionTerms {
  const bps = Object.fromEntries(rates.map((name) => [name, hundredths(fields[name])]));
  return { ...fields, ...bps, version };
}

/** How people promote and what they get, with what the law looks at. */
export function TermsForm({ terms }: { terms: PromotionTerms }): ReactNode {
  const words = useWords(promotionWords);
  const common = useWords(commonWords);
  const deed = useDeed(
    (fields: PromotionTerms) =>
      ask('PUT', '/promotion/terms', { body: bodyOf(fields, terms.version) }),
    { done: common.saved, refreshes: ['/promotion/terms'] },
  );
  return (
    <Form
      layout="vertical"
      requiredMark={false}
      initialValues={inPercent(terms)}
      onFinish={(fields: PromotionTerms) => void deed.run(fields)}
    >
      <Form.Item>
        <Alert type="info" showIcon title={words.law} description={words.lawText} />
      </Form.Item>
      <Choice name="mode" label={words.mode} words={modeWords} />
      <Rates />
      <Bindings />
      <Orders />
      <Form.Item name="textZh" label={words.textZh}>
        <Input.TextArea rows={4} maxLength={5_000} />
      </Form.Item>
      <Form.Item name="textEn" label={words.textEn}>
        <Input.TextArea rows={4} maxLength={5_000} />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={deed.isBusy}>
        {common.save}
      </Button>
    </Form>
  );
}

interface NumberProps {
  readonly name: keyof PromotionTerms;
  readonly label: string;
  readonly help?: string;
  readonly max: number;
  readonly min?: number;
  readonly precision?: number;
}

function NumberField({ name, label, help, max, min = 0, precision = 0 }: NumberProps): ReactNode {
  const { needed } = useWords(commonWords);
  return (
    <Form.Item name={name} label={label} extra={help} rules={[{ required: true, message: needed }]}>
      <InputNumber min={min} max={max} precision={precision} />
    </Form.Item>
  );
}

function Choice({
  name,
  label,
  words,
}: {
  name: keyof PromotionTerms;
  label: string;
  words: Readonly<Record<string, Words>>;
}): ReactNode {
  const said = useWords(words);
  return (
    <Form.Item name={name} label={label}>
      <Select options={Object.keys(words).map((value) => ({ value, label: said[value] }))} />
    </Form.Item>
  );
}

function Rates(): ReactNode {
  const words = useWords(promotionWords);
  const level2 = Form.useWatch<number | undefined>('level2Bps');
  return (
    <>
      <div className="form-pair">
        <NumberField name="level1Bps" label={words.level1} max={90} precision={2} />
        <NumberField
          name="level2Bps"
          label={words.level2}
          help={words.level2Help}
          max={90}
          precision={2}
        />
      </div>
      {(level2 ?? 0) > 0 && (
        <Form.Item>
          <Alert type="warning" showIcon title={words.lawLevel2} />
        </Form.Item>
      )}
      <div className="form-pair">
        <NumberField name="leastBps" label={words.least} max={90} precision={2} />
        <NumberField name="mostBps" label={words.most} max={90} precision={2} />
      </div>
      <NumberField name="frozenDays" label={words.frozenDays} help={words.frozenHelp} max={365} />
    </>
  );
}

function Bindings(): ReactNode {
  const words = useWords(promotionWords);
  return (
    <fieldset className="form-set">
      <legend>{words.binding}</legend>
      <div className="form-pair">
        <Choice name="scope" label={words.scope} words={scopeWords} />
        <Choice name="renewOn" label={words.renewOn} words={renewalWords} />
      </div>
      <div className="form-pair">
        <NumberField name="cookieDays" label={words.cookieDays} min={1} max={90} />
        <NumberField name="validDays" label={words.validDays} help={words.validHelp} max={3_650} />
      </div>
      <NumberField name="protectDays" label={words.protectDays} max={3_650} />
      <Form.Item name="maySnatch" valuePropName="checked">
        <Checkbox>{words.maySnatch}</Checkbox>
      </Form.Item>
    </fieldset>
  );
}

function Orders(): ReactNode {
  const words = useWords(promotionWords);
  return (
    <fieldset className="form-set">
      <legend>{words.orders}</legend>
      <Choice name="selfBuy" label={words.selfBuy} words={selfBuyWords} />
      <Form.Item name="withTeams" valuePropName="checked" extra={words.without}>
        <Checkbox>{words.withTeams}</Checkbox>
      </Form.Item>
    </fieldset>
  );
}
