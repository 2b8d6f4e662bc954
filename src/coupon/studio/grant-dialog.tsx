import { Form, Select } from 'antd';
import { useDeferredValue, useState, type ReactNode } from 'react';
import type { CouponItem } from '#coupon/schema.ts';
import type { UserItem } from '#identity/schema.ts';
import { ask, useAsk, type Page } from '#studio/api.ts';
import { useDeed } from '#studio/deed.tsx';
import { FormDialog } from '#studio/form-dialog.tsx';
import { fill, useWords } from '#studio/preferences.tsx';
import { commonWords } from '#studio/words.ts';
import { couponWords } from './words.ts';

interface Props {
  readonly coupon: CouponItem;
  readonly onClose: () => void;
}

/** Gives a coupon to people who are found by name or address. */
export function GrantDialog({ coupon, onClose }: Props): ReactNode {
  const words = useWords(couponWords);
  const { needed } = useWords(commonWords);
  const deed = useDeed(
    (fields: { userIds: string[] }) =>
      ask('POST', `/coupons/${coupon.id}/grants`, { body: fields }),
    { done: words.given, refreshes: ['/coupons'] },
  );
  return (
    <FormDialog
      title={fill(words.grantTitle, { name: coupon.name })}
      yes={words.give}
      deed={deed}
      onClose={onClose}
    >
      <Form.Item name="userIds" label={words.who} rules={[{ required: true, message: needed }]}>
        <PeopleSelect />
      </Form.Item>
    </FormDialog>
  );
}

interface Field {
  readonly id?: string;
  readonly value?: string[];
  readonly onChange?: (value: string[]) => void;
}

function PeopleSelect({ id, value = [], onChange }: Field): ReactNode {
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState<{ value: string; label: string }[]>([]);
  const text = useDeferredValue(typed.trim());
  const found = useAsk<Page<UserItem>>('/users', { text: text || undefined, limit: 20 });
  const options = (found.data?.items ?? []).map((user) => ({
    value: user.id,
    label: [user.name, user.email].filter(Boolean).join(' · '),
  }));
  const all = [...new Map([...chosen, ...options].map((one) => [one.value, one])).values()];
  return (
    <Select
      {...(id ? { id } : {})}
      mode="multiple"
      className="fills"
      showSearch={{ filterOption: false, onSearch: setTyped }}
      loading={found.isFetching}
      options={all}
      value={value}
      onChange={(next: string[]) => {
        setChosen(all.filter((one) => next.includes(one.value)));
        onChange?.(next);
      }}
    />
  );
}
