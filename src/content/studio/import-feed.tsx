import { Button, Form, Input } from 'antd';
import type { ReactNode } from 'react';
import type { Deed } from '#studio/deed.tsx';
import { useWords } from '#studio/preferences.tsx';
import { importWords } from './words.ts';

/** Asks for the address of a feed, which the house then fetches by itself. */
export function ImportFeed({ deed }: { deed: Pick<Deed<string>, 'isBusy' | 'run'> }): ReactNode {
  const words = useWords(importWords);
  const [form] = Form.useForm<{ address: string }>();
  const begin = async ({ address }: { address: string }) => {
    if (await deed.run(address.trim())) form.resetFields();
  };
  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      onFinish={(fields) => void begin(fields)}
    >
      <Form.Item
        name="address"
        label={words.address}
        extra={words.addressHint}
        rules={[{ required: true, pattern: /^\s*https?:\/\/\S+\s*$/i, message: words.badAddress }]}
      >
        <Input
          type="url"
          inputMode="url"
          autoComplete="url"
          maxLength={2000}
          placeholder="https://"
        />
      </Form.Item>
      <Button htmlType="submit" loading={deed.isBusy}>
        {words.fetch}
      </Button>
    </Form>
  );
}
