import { Checkbox, Form, Input, InputNumber, Select } from 'antd';
import type { ReactNode } from 'react';
import type { WorkItem } from '#catalog/schema.ts';
import { useCategoryOptions } from '#catalog/studio/face-form.tsx';
import type { UserItem } from '#identity/schema.ts';
import { hundredths } from '#studio/format.ts';
import { ask } from '#studio/api.ts';
import { useDeed } from '#studio/deed.tsx';
import { FormDialog } from '#studio/form-dialog.tsx';
import { useWords } from '#studio/preferences.tsx';
import { commonWords } from '#studio/words.ts';
import type { TierInput, TierItem } from '../schema.ts';
import { tierStates, type TierState } from '../types.ts';
import { tierStateWords } from '../words.ts';
import { NamedThings, type NamedThing } from './named-things.tsx';
import { planBody, planFields, Plans, type PlanFields } from './plan-rows.tsx';
import { membershipWords } from './words.ts';

interface Fields {
  readonly nameZh: string;
  readonly nameEn: string;
  readonly summaryZh?: string;
  readonly summaryEn?: string;
  readonly benefitsZh?: string;
  readonly benefitsEn?: string;
  readonly discount?: number;
  readonly position?: number;
  readonly state: TierState;
  readonly isAll?: boolean;
  readonly categories?: readonly string[];
  readonly creators?: readonly NamedThing[];
  readonly works?: readonly NamedThing[];
  readonly plans?: readonly PlanFields[];
}

const linesOf = (text = '') =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);

function bodyOf(fields: Fields): TierInput {
  const { nameZh, nameEn, state, isAll, plans = [] } = fields;
  return {
    nameZh,
    nameEn,
    state,
    summaryZh: fields.summaryZh ?? '',
    summaryEn: fields.summaryEn ?? '',
    benefitsZh: linesOf(fields.benefitsZh),
    benefitsEn: linesOf(fields.benefitsEn),
    discountBps: hundredths(fields.discount),
    position: fields.position ?? 0,
    covers: [
      ...(isAll ? [{ scope: 'all' } as const] : []),
      ...(fields.categories ?? []).map((subjectId) => ({ scope: 'category', subjectId }) as const),
      ...(fields.creators ?? []).map(({ id }) => ({ scope: 'creator', subjectId: id }) as const),
      ...(fields.works ?? []).map(({ id }) => ({ scope: 'work', subjectId: id }) as const),
    ],
    plans: plans.map(planBody),
  };
}

function fieldsOf(tier: TierItem | undefined): Partial<Fields> {
  if (!tier) return { state: 'open', isAll: true, plans: [{ term: 'month', yuan: 30 }] };
  const named = (scope: 'creator' | 'work') =>
    tier.covers.flatMap((cover) =>
      cover.scope === scope && cover.subjectId
        ? [{ id: cover.subjectId, name: cover.nameZh ?? '—' }]
        : [],
    );
  const { nameZh, nameEn, summaryZh, summaryEn, position, state } = tier;
  return {
    nameZh,
    nameEn,
    summaryZh,
    summaryEn,
    position,
    state,
    benefitsZh: tier.benefitsZh.join('\n'),
    benefitsEn: tier.benefitsEn.join('\n'),
    discount: tier.discountBps / 100,
    isAll: tier.covers.some(({ scope }) => scope === 'all'),
    categories: tier.covers.flatMap(({ scope, subjectId }) =>
      scope === 'category' && subjectId ? [subjectId] : [],
    ),
    creators: named('creator'),
    works: named('work'),
    plans: tier.plans.map(planFields),
  };
}

/** Makes a tier, or changes one. */
export function TierDialog({
  tier,
  onClose,
}: {
  tier: TierItem | undefined;
  onClose: () => void;
}): ReactNode {
  const words = useWords(membershipWords);
  const common = useWords(commonWords);
  const deed = useDeed(
    (fields: Fields) =>
      tier
        ? ask('PUT', `/tiers/${tier.id}`, { body: bodyOf(fields) })
        : ask('POST', '/tiers', { body: bodyOf(fields) }),
    { done: tier ? common.saved : words.tierAdded, refreshes: ['/tiers'] },
  );
  return (
    <FormDialog
      title={tier ? words.editTier : words.addTier}
      yes={common.save}
      deed={deed}
      initialValues={fieldsOf(tier)}
      onClose={onClose}
    >
      <Names />
      <Covers />
      <Plans />
      <Rest />
    </FormDialog>
  );
}

function Names(): ReactNode {
  const words = useWords(membershipWords);
  const { needed } = useWords(commonWords);
  const rules = [{ required: true, whitespace: true, message: needed }];
  return (
    <>
      <div className="form-pair">
        <Form.Item name="nameZh" label={words.nameZh} rules={rules}>
          <Input maxLength={40} />
        </Form.Item>
        <Form.Item name="nameEn" label={words.nameEn} rules={rules}>
          <Input maxLength={40} />
        </Form.Item>
      </div>
      <Form.Item name="summaryZh" label={words.summaryZh}>
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item name="summaryEn" label={words.summaryEn}>
        <Input maxLength={200} />
      </Form.Item>
      <div className="form-pair">
        <Form.Item name="benefitsZh" label={words.benefitsZh}>
          <Input.TextArea rows={2} className="grows" />
        </Form.Item>
        <Form.Item name="benefitsEn" label={words.benefitsEn}>
          <Input.TextArea rows={2} className="grows" />
        </Form.Item>
      </div>
    </>
  );
}

function Covers(): ReactNode {
  const words = useWords(membershipWords);
  const isAll = Form.useWatch<boolean | undefined>('isAll');
  const categories = useCategoryOptions();
  return (
    <fieldset className="form-set">
      <legend>{words.covers}</legend>
      <Form.Item name="isAll" valuePropName="checked">
        <Checkbox>{words.coversAll}</Checkbox>
      </Form.Item>
      <div hidden={isAll ?? false}>
        <Form.Item name="categories" label={words.categories}>
          <Select mode="multiple" options={[...categories]} optionFilterProp="label" />
        </Form.Item>
        <Form.Item name="creators" label={words.creators}>
          <NamedThings<UserItem>
            path="/users"
            always={{ role: 'creator' }}
            placeholder={words.addCreator}
            nameOf={({ name }) => name}
          />
        </Form.Item>
        <Form.Item name="works" label={words.works} extra={words.bundleNote}>
          <NamedThings<WorkItem>
            path="/works"
            always={{ state: 'published' }}
            placeholder={words.addWork}
            nameOf={({ title }) => title}
          />
        </Form.Item>
      </div>
    </fieldset>
  );
}

function Rest(): ReactNode {
  const words = useWords(membershipWords);
  const states = useWords(tierStateWords);
  return (
    <>
      <Form.Item name="discount" label={words.discount} extra={words.discountHelp}>
        <InputNumber min={0} max={100} precision={2} suffix="%" />
      </Form.Item>
      <div className="form-pair">
        <Form.Item name="position" label={words.position}>
          <InputNumber min={0} max={1_000} precision={0} />
        </Form.Item>
        <Form.Item name="state" label={words.state}>
          <Select options={tierStates.map((value) => ({ value, label: states[value] }))} />
        </Form.Item>
      </div>
    </>
  );
}
