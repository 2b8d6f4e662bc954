import { Checkbox, Form, Input, InputNumber } from 'antd';
import type { ReactNode } from 'react';
import type { WorkItem } from '#catalog/schema.ts';
import type { CouponItem } from '#coupon/schema.ts';
import { useTiers } from '#membership/studio/tiers-known.ts';
import { ask, useAsk, type Page } from '#studio/api.ts';
import { useDeed } from '#studio/deed.tsx';
import { choicesOf } from '#studio/filters.tsx';
import { FindSelect } from '#studio/find-select.tsx';
import { FormDialog } from '#studio/form-dialog.tsx';
import { instantText, readInstant } from '#studio/format.ts';
import { PlainSelect } from '#studio/plain-select.tsx';
import { usePreferences, useWords } from '#studio/preferences.tsx';
import { commonWords } from '#studio/words.ts';
import type { GoodChange, GoodItem } from '../schema.ts';
import type { GoodKind } from '../types.ts';
import { goodKindWords } from '../words.ts';
import { goodWords } from './words.ts';

interface Fields {
  readonly kind: GoodKind;
  readonly gives?: 'work' | 'tier';
  readonly workId?: string;
  readonly couponId?: string;
  readonly tierId?: string;
  readonly days?: number | null;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly summaryZh?: string;
  readonly summaryEn?: string;
  readonly price: number;
  readonly stock: number;
  readonly perPerson?: number | null;
  readonly startsAt?: string;
  readonly endsAt?: string;
  readonly isHidden?: boolean;
}

function saidBy(fields: Fields): GoodChange {
  const { nameZh, nameEn, summaryZh = '', summaryEn = '', price, stock, isHidden = false } = fields;
  const startsAt = readInstant(fields.startsAt ?? '');
  return {
    nameZh,
    nameEn,
    summaryZh,
    summaryEn,
    price,
    stock,
    isHidden,
    perPerson: fields.perPerson ?? null,
    endsAt: readInstant(fields.endsAt ?? '') ?? null,
    ...(startsAt ? { startsAt } : {}),
  };
}

function subjectOf({ kind, gives = 'work', workId, couponId, tierId, days }: Fields) {
  const what = kind === 'code' ? gives : kind;
  const forDays = days ? { days } : {};
  if (what === 'work') return { workId, ...(kind === 'code' ? forDays : {}) };
  if (what === 'tier') return { tierId, ...forDays };
  return what === 'coupon' ? { couponId } : {};
}

/** Puts a good on the shelf, or changes one. */
export function GoodDialog({
  good,
  onClose,
}: {
  good: GoodItem | undefined;
  onClose: () => void;
}): ReactNode {
  const words = useWords(goodWords);
  const { save } = useWords(commonWords);
  const deed = useDeed(
    (fields: Fields) =>
      good
        ? ask('PUT', `/points/goods/${good.id}`, { body: saidBy(fields) })
        : ask('POST', '/points/goods', {
            body: { ...saidBy(fields), kind: fields.kind, ...subjectOf(fields) },
          }),
    { done: good ? words.saved : words.made, refreshes: ['/points/goods'] },
  );
  return (
    <FormDialog
      title={good ? good.nameZh : words.make}
      yes={good ? save : words.make}
      deed={deed}
      initialValues={
        good ? fieldsOf(good) : { kind: 'work', gives: 'work', stock: 10, perPerson: 1 }
      }
      onClose={onClose}
    >
      {!good && <Subject />}
      <Names />
      <Numbers />
    </FormDialog>
  );
}

function fieldsOf({ state, startsAt, endsAt, ...good }: GoodItem): Partial<Fields> {
  return {
    ...good,
    isHidden: state === 'hidden',
    startsAt: instantText(startsAt),
    ...(endsAt ? { endsAt: instantText(endsAt) } : {}),
  };
}

function Subject(): ReactNode {
  const words = useWords(goodWords);
  const { locale } = usePreferences();
  const kind = Form.useWatch<GoodKind | undefined>('kind') ?? 'work';
  const gives = Form.useWatch<'work' | 'tier' | undefined>('gives') ?? 'work';
  const what = kind === 'code' ? gives : kind;
  const say = (choices: ReturnType<typeof choicesOf>) =>
    choices.map(({ value, label }) => ({ value, label: label[locale] }));
  return (
    <>
      <Form.Item name="kind" label={words.kind}>
        <PlainSelect options={say(choicesOf(goodKindWords))} />
      </Form.Item>
      {kind === 'code' && (
        <Form.Item name="gives" label={words.codeGives}>
          <PlainSelect
            options={say(choicesOf({ work: goodKindWords.work, tier: goodKindWords.tier }))}
          />
        </Form.Item>
      )}
      <Named what={what} isCode={kind === 'code'} />
    </>
  );
}

/** The coupons that staff give. */
function useCoupons() {
  const known = useAsk<Page<CouponItem>>('/coupons', { way: 'granted', limit: 200 });
  return (known.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }));
}

function Named({ what, isCode }: { what: GoodKind; isCode: boolean }): ReactNode {
  const words = useWords(goodWords);
  const { needed } = useWords(commonWords);
  const tiers = useTiers();
  const coupons = useCoupons();
  const rules = [{ required: true, message: needed }];
  const days = (
    <Form.Item name="days" label={words.days} {...(isCode ? { extra: words.daysHelp } : { rules })}>
      <InputNumber min={1} max={36_500} precision={0} />
    </Form.Item>
  );
  if (what === 'work')
    return (
      <>
        <Form.Item name="workId" label={words.work} rules={rules}>
          <FindSelect<WorkItem>
            path="/works"
            by="text"
            always={{ state: 'published' }}
            idOf={({ id }) => id}
            nameOf={({ title, creatorName }) => `${title} · ${creatorName}`}
          />
        </Form.Item>
        {isCode && days}
      </>
    );
  if (what === 'coupon')
    return (
      <Form.Item name="couponId" label={words.coupon} extra={words.couponHelp} rules={rules}>
        <PlainSelect options={coupons} />
      </Form.Item>
    );
  if (what === 'tier')
    return (
      <>
        <Form.Item name="tierId" label={words.tier} rules={rules}>
          <PlainSelect options={tiers} />
        </Form.Item>
        {days}
      </>
    );
  return null;
}

function Names(): ReactNode {
  const words = useWords(goodWords);
  const { needed } = useWords(commonWords);
  const rules = [{ required: true, whitespace: true, message: needed }];
  return (
    <>
      <div className="form-pair">
        <Form.Item name="nameZh" label={words.nameZh} rules={rules}>
          <Input maxLength={60} />
        </Form.Item>
        <Form.Item name="nameEn" label={words.nameEn} rules={rules}>
          <Input maxLength={60} />
        </Form.Item>
      </div>
      <Form.Item name="summaryZh" label={words.summaryZh}>
        <Input.TextArea maxLength={300} rows={2} />
      </Form.Item>
      <Form.Item name="summaryEn" label={words.summaryEn}>
        <Input.TextArea maxLength={300} rows={2} />
      </Form.Item>
    </>
  );
}

function Numbers(): ReactNode {
  const words = useWords(goodWords);
  const { needed, beijing } = useWords(commonWords);
  const rules = [{ required: true, message: needed }];
  return (
    <>
      <div className="form-pair">
        <Form.Item name="price" label={words.price} rules={rules}>
          <InputNumber min={1} max={100_000_000} precision={0} />
        </Form.Item>
        <Form.Item name="stock" label={words.stock} rules={rules}>
          <InputNumber min={1} max={20_000} precision={0} />
        </Form.Item>
      </div>
      <Form.Item name="perPerson" label={words.perPerson} extra={words.perPersonHelp}>
        <InputNumber min={1} max={1_000} precision={0} />
      </Form.Item>
      <div className="form-pair">
        <Form.Item name="startsAt" label={`${words.startsAt} (${beijing})`} extra={words.atOnce}>
          <Input type="datetime-local" />
        </Form.Item>
        <Form.Item name="endsAt" label={`${words.endsAt} (${beijing})`} extra={words.noEnd}>
          <Input type="datetime-local" />
        </Form.Item>
      </div>
      <Form.Item name="isHidden" valuePropName="checked">
        <Checkbox>{words.isHidden}</Checkbox>
      </Form.Item>
    </>
  );
}
