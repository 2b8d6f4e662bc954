import { Checkbox, Form, Input, InputNumber, Select } from 'antd';
import type { ReactNode } from 'react';
import { type NewCoupon } from '#coupon/schema.ts';
import { claimWays } from '#coupon/types.ts';
import { NameFields, TermFields, termOf } from '#pricing/studio/promotion-dialog.tsx';
import { ScopeField, scopeOf, type ScopeFields } from '#pricing/studio/scope-field.tsx';
import { promotionWords } from '#pricing/studio/words.ts';
import { hundredths } from '#studio/format.ts';
import { ask } from '#studio/api.ts';
import { useDeed } from '#studio/deed.tsx';
import { FormDialog } from '#studio/form-dialog.tsx';
import { useWords } from '#studio/preferences.tsx';
import { useSession } from '#studio/session.ts';
import { claimWayWords } from '../words.ts';
import { couponWords } from './words.ts';

interface Fields extends ScopeFields {
  readonly name: string;
  readonly nameEn?: string;
  readonly effect: 'fixed' | 'percent';
  readonly off?: number;
  readonly percent?: number;
  readonly cap?: number;
  readonly minSpend?: number;
  readonly way: (typeof claimWays)[number];
  readonly code?: string;
  readonly validDays?: number;
  readonly total?: number;
  readonly perCustomer?: number;
  readonly isNewcomerOnly?: boolean;
  readonly isAlone?: boolean;
  readonly startsAt?: string;
  readonly endsAt: string;
}

function bodyOf(fields: Fields, ownId: string): NewCoupon {
  const { name, nameEn = '', way, code = '', validDays = null, total = null } = fields;
  const { perCustomer = 1, isNewcomerOnly = false, isAlone = false } = fields;
  return {
    name,
    nameEn,
    way,
    validDays,
    total,
    perCustomer,
    isNewcomerOnly,
    isAlone,
    ...termOf(fields),
    effect: effectOf(fields),
    minSpend: hundredths(fields.minSpend),
    scope: scopeOf(fields, ownId),
    ...(way === 'code' ? { code } : {}),
  };
}

function effectOf({ effect, off, percent = 0, cap }: Fields): NewCoupon['effect'] {
  if (effect === 'fixed') return { kind: 'fixed', off: hundredths(off) };
  return { kind: 'percent', offBps: hundredths(percent), cap: cap ? hundredths(cap) : null };
}

/** A new coupon. */
export function CouponDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const words = useWords(couponWords);
  const { user } = useSession();
  const [form] = Form.useForm<Fields>();
  const deed = useDeed(
    (fields: Fields) => ask('POST', '/coupons', { body: bodyOf(fields, user.id) }),
    { done: words.made, refreshes: ['/coupons'] },
  );
  return (
    <FormDialog
      title={words.create}
      yes={words.make}
      deed={deed}
      form={form}
      initialValues={{ effect: 'fixed', scopeKind: 'works', way: 'public', perCustomer: 1 }}
      onClose={onClose}
    >
      <NameFields />
      <WorthFields />
      <ScopeField form={form} />
      <WayFields />
      <TermFields />
      <NumberFields />
      <Form.Item name="isNewcomerOnly" valuePropName="checked">
        <Checkbox>{words.newcomers}</Checkbox>
      </Form.Item>
      <Form.Item name="isAlone" valuePropName="checked">
        <Checkbox>{words.alone}</Checkbox>
      </Form.Item>
    </FormDialog>
  );
}

function WorthFields(): ReactNode {
  const words = useWords(couponWords);
  const { badNumber } = useWords(promotionWords);
  const effect = Form.useWatch<Fields['effect']>('effect') ?? 'fixed';
  const number = { required: true, type: 'number', message: badNumber } as const;
  return (
    <>
      <div className="form-pair">
        <Form.Item name="effect" label={words.worth}>
          <Select
            options={[
              { value: 'fixed', label: words.fixed },
              { value: 'percent', label: words.percent },
            ]}
          />
        </Form.Item>
        {effect === 'fixed' ? (
          <Form.Item name="off" label={words.off} rules={[number]}>
            <InputNumber min={0.01} max={1_000_000} precision={2} prefix="¥" />
          </Form.Item>
        ) : (
          <Form.Item name="percent" label={words.percentOff} rules={[number]}>
            <InputNumber min={0.01} max={100} precision={2} suffix="%" />
          </Form.Item>
        )}
      </div>
      <div className="form-pair">
        <Form.Item name="minSpend" label={words.minSpend} extra={words.minSpendHelp}>
          <InputNumber min={0} max={1_000_000} precision={2} prefix="¥" />
        </Form.Item>
        {effect === 'percent' && (
          <Form.Item name="cap" label={words.cap}>
            <InputNumber min={0.01} max={1_000_000} precision={2} prefix="¥" />
          </Form.Item>
        )}
      </div>
    </>
  );
}

function WayFields(): ReactNode {
  const words = useWords(couponWords);
  const ways = useWords(claimWayWords);
  const way = Form.useWatch<Fields['way']>('way') ?? 'public';
  return (
    <div className="form-pair">
      <Form.Item name="way" label={words.way}>
        <Select options={claimWays.map((value) => ({ value, label: ways[value] }))} />
      </Form.Item>
      {way === 'code' && (
        <Form.Item
          name="code"
          label={words.code}
          extra={words.codeHelp}
          rules={[{ required: true, pattern: /^[A-Za-z0-9]{4,20}$/, message: words.badCode }]}
        >
          <Input maxLength={20} autoComplete="off" />
        </Form.Item>
      )}
    </div>
  );
}

function NumberFields(): ReactNode {
  const words = useWords(couponWords);
  return (
    <div className="form-pair">
      <Form.Item name="validDays" label={words.validDays} extra={words.validDaysHelp}>
        <InputNumber min={1} max={1_000} precision={0} />
      </Form.Item>
      <Form.Item name="total" label={words.total} extra={words.totalHelp}>
        <InputNumber min={1} max={10_000_000} precision={0} />
      </Form.Item>
      <Form.Item name="perCustomer" label={words.perCustomer}>
        <InputNumber min={1} max={100} precision={0} />
      </Form.Item>
    </div>
  );
}
