import { Button, Form, Input, InputNumber, Select, Space } from 'antd';
import type { ReactNode } from 'react';
import type { WorkItem } from '#catalog/schema.ts';
import type { NewPromotion } from '#pricing/schema.ts';
import { ask } from '#studio/api.ts';
import { useDeed } from '#studio/deed.tsx';
import { hundredths, readInstant } from '#studio/format.ts';
import { FindSelect } from '#studio/find-select.tsx';
import { FormDialog } from '#studio/form-dialog.tsx';
import { useWords } from '#studio/preferences.tsx';
import { useSession } from '#studio/session.ts';
import { commonWords } from '#studio/words.ts';
import { mostPieces, promotionKinds, type PromotionKind } from '../types.ts';
import { promotionKindWords } from '../words.ts';
import { ScopeField, scopeOf, type ScopeFields } from './scope-field.tsx';
import { promotionWords } from './words.ts';

interface Fields extends ScopeFields {
  readonly kind: PromotionKind;
  readonly name: string;
  readonly nameEn?: string;
  readonly by?: 'percent' | 'price';
  readonly percent?: number;
  readonly price?: number;
  readonly counts?: 'amount' | 'pieces';
  readonly tiers?: { from: number; off: number }[];
  readonly perCustomer?: number;
  readonly workId?: string;
  readonly stock?: number;
  readonly teamSize?: number;
  readonly teamHours?: number;
  readonly shortFrom?: number;
  readonly startsAt?: string;
  readonly endsAt: string;
}

/** From when to when, as the API takes it; what is no instant is sent as it was typed, and refused. */
export function termOf({ startsAt, endsAt }: { startsAt?: string | undefined; endsAt: string }) {
  const until = { endsAt: readInstant(endsAt) ?? endsAt };
  return startsAt ? { ...until, startsAt: readInstant(startsAt) ?? startsAt } : until;
}

function bodyOf(fields: Fields, ownId: string): NewPromotion {
  const { kind, name, nameEn = '', perCustomer = null, startsAt, endsAt } = fields;
  const term = termOf({ startsAt, endsAt });
  if (kind === 'flash')
    return { kind, name, nameEn, ...term, ...ofOneWork(fields), stock: fields.stock ?? 0 };
  if (kind === 'group')
    return { kind, name, nameEn, ...term, ...ofOneWork(fields), ...teamOf(fields) };
  const common = { name, nameEn, perCustomer, scope: scopeOf(fields, ownId), ...term };
  if (kind === 'threshold') return { kind, ...common, ...tiersOf(fields) };
  return { kind, ...common, reduction: reductionOf(fields) };
}

function teamOf({ teamSize = 0, teamHours = 0, shortFrom }: Fields) {
  return { teamSize, teamHours, shortFrom: shortFrom ?? null };
}

function ofOneWork(fields: Fields) {
  const { workId, perCustomer } = fields;
  return {
    scope: { kind: 'works' as const, ids: workId ? [workId] : [] },
    ...(perCustomer ? { perCustomer } : {}),
    reduction: reductionOf(fields),
  };
}

function tiersOf({ counts: by = 'amount', tiers = [] }: Fields) {
  const from = (typed: number) => (by === 'amount' ? hundredths(typed) : typed);
  return { by, tiers: tiers.map((tier) => ({ from: from(tier.from), off: hundredths(tier.off) })) };
}

function reductionOf({ by, price, percent = 0 }: Fields) {
  if (by === 'price') return { kind: 'price', price: hundredths(price) } as const;
  return { kind: 'percent', offBps: hundredths(percent) } as const;
}

/** What is for one work, and for each buyer once unless more is said. */
const isScarce = (kind: PromotionKind) => kind === 'flash' || kind === 'group';

/** A new promotion. */
export function PromotionDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const words = useWords(promotionWords);
  const kinds = useWords(promotionKindWords);
  const { user } = useSession();
  const [form] = Form.useForm<Fields>();
  const kind = Form.useWatch('kind', form) ?? 'limited';
  const deed = useDeed(
    (fields: Fields) => ask('POST', '/promotions', { body: bodyOf(fields, user.id) }),
    { done: words.begun, refreshes: ['/promotions'] },
  );
  return (
    <FormDialog
      title={words.begin}
      yes={words.set}
      deed={deed}
      form={form}
      initialValues={{
        kind: 'limited',
        by: 'percent',
        scopeKind: 'works',
        counts: 'amount',
        tiers: [{} as { from: number; off: number }],
      }}
      onClose={onClose}
    >
      <Form.Item name="kind" label={words.kind}>
        <Select options={promotionKinds.map((value) => ({ value, label: kinds[value] }))} />
      </Form.Item>
      <NameFields />
      {isScarce(kind) ? <OneWork /> : <ScopeField form={form} />}
      {kind === 'flash' && <Stock />}
      {kind === 'group' && <Team />}
      {kind === 'threshold' ? <TierFields /> : <PriceFields />}
      <Form.Item
        name="perCustomer"
        label={words.perCustomer}
        extra={isScarce(kind) ? words.oneEach : words.perCustomerHelp}
      >
        <InputNumber min={1} max={1_000} precision={0} />
      </Form.Item>
      <TermFields />
    </FormDialog>
  );
}

/** What it is called, in both languages. */
export function NameFields(): ReactNode {
  const words = useWords(promotionWords);
  const { needed } = useWords(commonWords);
  return (
    <div className="form-pair">
      <Form.Item
        name="name"
        label={words.name}
        extra={words.nameHelp}
        rules={[{ required: true, whitespace: true, message: needed }]}
      >
        <Input maxLength={40} />
      </Form.Item>
      <Form.Item name="nameEn" label={words.nameEn}>
        <Input maxLength={60} />
      </Form.Item>
    </div>
  );
}

/** From when to when. */
export function TermFields(): ReactNode {
  const words = useWords(promotionWords);
  const { needed } = useWords(commonWords);
  return (
    <div className="form-pair">
      <Form.Item name="startsAt" label={words.startsAt} extra={words.startsHelp}>
        <Input type="datetime-local" />
      </Form.Item>
      <Form.Item
        name="endsAt"
        label={words.endsAt}
        extra={words.endsHelp}
        rules={[{ required: true, message: needed }]}
      >
        <Input type="datetime-local" />
      </Form.Item>
    </div>
  );
}

function PriceFields(): ReactNode {
  const words = useWords(promotionWords);
  const by = Form.useWatch<Fields['by']>('by') ?? 'percent';
  const number = { required: true, type: 'number', message: words.badNumber } as const;
  return (
    <div className="form-pair">
      <Form.Item name="by" label={words.effect}>
        <Select
          options={[
            { value: 'percent', label: words.byPart },
            { value: 'price', label: words.byPrice },
          ]}
        />
      </Form.Item>
      {by === 'percent' ? (
        <Form.Item name="percent" label={words.percentOff} rules={[number]}>
          <InputNumber min={0.01} max={100} precision={2} suffix="%" />
        </Form.Item>
      ) : (
        <Form.Item name="price" label={words.price} rules={[number]}>
          <InputNumber min={0} max={1_000_000} precision={2} prefix="¥" />
        </Form.Item>
      )}
    </div>
  );
}

/** The one work that it is about. */
function OneWork(): ReactNode {
  const words = useWords(promotionWords);
  const { needed } = useWords(commonWords);
  return (
    <Form.Item name="workId" label={words.oneWork} rules={[{ required: true, message: needed }]}>
      <FindSelect<WorkItem>
        path="/works"
        by="text"
        idOf={({ id }) => id}
        nameOf={({ title, creatorName }) => `${title} · ${creatorName}`}
      />
    </Form.Item>
  );
}

/** How many pieces there are. */
function Stock(): ReactNode {
  const words = useWords(promotionWords);
  const number = { required: true, type: 'number', message: words.badNumber } as const;
  return (
    <Form.Item name="stock" label={words.stock} extra={words.stockHelp} rules={[number]}>
      <InputNumber min={1} max={mostPieces} precision={0} />
    </Form.Item>
  );
}

/** How many buy together, in what time, and what happens when they are fewer. */
function Team(): ReactNode {
  const words = useWords(promotionWords);
  const number = { required: true, type: 'number', message: words.badNumber } as const;
  return (
    <>
      <div className="form-pair">
        <Form.Item name="teamSize" label={words.teamSize} rules={[number]}>
          <InputNumber min={2} max={10} precision={0} />
        </Form.Item>
        <Form.Item
          name="teamHours"
          label={words.teamHours}
          extra={words.teamHoursHelp}
          rules={[number]}
        >
          <InputNumber min={1} max={72} precision={0} />
        </Form.Item>
      </div>
      <Form.Item name="shortFrom" label={words.shortFrom} extra={words.shortFromHelp}>
        <InputNumber min={1} max={9} precision={0} />
      </Form.Item>
    </>
  );
}

function TierFields(): ReactNode {
  const words = useWords(promotionWords);
  const number = { required: true, type: 'number', message: words.badNumber } as const;
  return (
    <>
      <Form.Item name="counts" label={words.counts}>
        <Select
          options={[
            { value: 'amount', label: words.amount },
            { value: 'pieces', label: words.pieces },
          ]}
        />
      </Form.Item>
      <Form.List name="tiers">
        {(fields, { add, remove }) => (
          <>
            {fields.map(({ key, name }) => (
              <Space key={key} align="end">
                <Form.Item name={[name, 'from']} label={words.from} rules={[number]}>
                  <InputNumber min={0.01} max={1_000_000} />
                </Form.Item>
                <Form.Item name={[name, 'off']} label={words.off} rules={[number]}>
                  <InputNumber min={0.01} max={1_000_000} precision={2} />
                </Form.Item>
                {fields.length > 1 && (
                  <Form.Item>
                    <Button onClick={() => remove(name)}>{words.removeTier}</Button>
                  </Form.Item>
                )}
              </Space>
            ))}
            {fields.length < 5 && (
              <Form.Item>
                <Button onClick={() => add({})}>{words.addTier}</Button>
              </Form.Item>
            )}
          </>
        )}
      </Form.List>
    </>
  );
}
