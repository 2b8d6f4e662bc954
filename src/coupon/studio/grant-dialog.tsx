import { fill } from '#kernel/locale.ts';
import { Form } from 'antd';
import type { ReactNode } from 'react';
import type { CouponItem } from '#coupon/schema.ts';
import type { UserItem } from '#identity/schema.ts';
import { ask } from '#studio/api.ts';
import { useDeed } from '#studio/deed.tsx';
import { FindSeveral } from '#studio/find-several.tsx';
import { FormDialog } from '#studio/form-dialog.tsx';
import { useWords } from '#studio/preferences.tsx';
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
        <FindSeveral<UserItem>
          path="/users"
          nameOf={({ name, email }) => [name, email].filter(Boolean).join(' · ')}
        />
      </Form.Item>
    </FormDialog>
  );
}
