import { Form } from 'antd';
import type { ReactNode } from 'react';
import { FindSelect } from '#studio/find-select.tsx';
import { useWords } from '#studio/preferences.tsx';
import { commonWords } from '#studio/words.ts';
import type { UserItem } from '../schema.ts';

/** Somebody, found by typing: the field `userId` of a form, which has to be filled in. */
export function PersonField({
  label,
  placeholder,
}: {
  label: string;
  placeholder: string;
}): ReactNode {
  const { needed } = useWords(commonWords);
  return (
    <Form.Item name="userId" label={label} rules={[{ required: true, message: needed }]}>
      <FindSelect<UserItem>
        path="/users"
        by="text"
        placeholder={placeholder}
        idOf={({ id }) => id}
        nameOf={({ name, email, phone }) => [name, email ?? phone].filter(Boolean).join(' · ')}
      />
    </Form.Item>
  );
}
