import { Button, Checkbox, Form, InputNumber, Select } from 'antd';
import type { ReactNode } from 'react';
import { hundredths } from '#studio/format.ts';
import { useWords } from '#studio/preferences.tsx';
import { commonWords } from '#studio/words.ts';
import type { TierInput, TierItem } from '../schema.ts';
import { planTerms, type PlanTerm } from '../types.ts';
import { termWords } from '../words.ts';
import { membershipWords } from './words.ts';

/** A plan as the dialog has it. */
export interface PlanFields {
  readonly term: PlanTerm;
  readonly days?: number | null;
  readonly yuan: number;
  readonly renews?: boolean;
  readonly trialDays?: number | null;
  /** In percent. */
  readonly keep?: number | null;
}

/** The same for the API: what has no sense without renewal is left out. */
export function planBody(fields: PlanFields): NonNullable<TierInput['plans']>[number] {
  const { term, days, yuan } = fields;
  const renews = term !== 'days' && Boolean(fields.renews);
  return {
    term,
    days: term === 'days' ? (days ?? 1) : null,
    price: hundredths(yuan),
    renews,
    trialDays: renews ? (fields.trialDays ?? 0) : 0,
    keepBps: renews ? hundredths(fields.keep ?? 0) : 0,
  };
}

/** A plan of a tier as the dialog begins with it. */
export function planFields(plan: TierItem['plans'][number]): PlanFields {
  const { term, days, price, renews, trialDays, keepBps } = plan;
  return { term, days, yuan: price / 100, renews, trialDays, keep: keepBps / 100 };
}

/** What a tier costs, a row for each term. */
export function Plans(): ReactNode {
  const words = useWords(membershipWords);
  return (
    <fieldset className="form-set">
      <legend>{words.prices}</legend>
      <Form.List name="plans">
        {(rows, { add, remove }) => (
          <>
            {rows.map(({ key, name }) => (
              <PlanRow key={key} place={name} onRemove={() => remove(name)} />
            ))}
            <Button onClick={() => add({ term: 'year', yuan: 298 })}>{words.addPlan}</Button>
          </>
        )}
      </Form.List>
    </fieldset>
  );
}

function PlanRow({ place, onRemove }: { place: number; onRemove: () => void }): ReactNode {
  const words = useWords(membershipWords);
  const { needed } = useWords(commonWords);
  const terms = useWords(termWords);
  const term = Form.useWatch<PlanTerm | undefined>(['plans', place, 'term']);
  const renews = Form.useWatch<boolean | undefined>(['plans', place, 'renews']);
  const rules = [{ required: true, message: needed }];
  return (
    <div className="form-row">
      <Form.Item name={[place, 'term']} label={words.term} rules={rules}>
        <Select
          options={planTerms.map((value) => ({
            value,
            label: value === 'days' ? words.days : terms[value],
          }))}
        />
      </Form.Item>
      {term === 'days' && (
        <Form.Item name={[place, 'days']} label={words.days} rules={rules}>
          <InputNumber min={1} max={36_500} precision={0} />
        </Form.Item>
      )}
      <Form.Item name={[place, 'yuan']} label={words.price} rules={rules}>
        <InputNumber min={0} max={1_000_000} precision={2} />
      </Form.Item>
      <Button onClick={onRemove} aria-label={words.removePlan} title={words.removePlan}>
        ×
      </Button>
      {term !== 'days' && (
        <Form.Item name={[place, 'renews']} valuePropName="checked">
          <Checkbox>{words.renews}</Checkbox>
        </Form.Item>
      )}
      {term !== 'days' && renews && (
        <>
          <Form.Item name={[place, 'trialDays']} label={words.trialDays}>
            <InputNumber min={0} max={90} precision={0} />
          </Form.Item>
          <Form.Item name={[place, 'keep']} label={words.keep} extra={words.keepHelp}>
            <InputNumber min={0} max={90} precision={2} suffix="%" />
          </Form.Item>
        </>
      )}
    </div>
  );
}
