import { fill } from '#kernel/locale.ts';
import { Alert, Button, Form, Input, InputNumber, Modal, Radio } from 'antd';
import { useState, type ReactNode } from 'react';
import type { WorkItem } from '#catalog/schema.ts';
import { after, day, startOfBusinessDay } from '#kernel/time.ts';
import { useTiers } from '#membership/studio/tiers-known.ts';
import { ask } from '#studio/api.ts';
import { useDeed } from '#studio/deed.tsx';
import { FindSelect } from '#studio/find-select.tsx';
import { FormDialog } from '#studio/form-dialog.tsx';
import { PlainSelect } from '#studio/plain-select.tsx';
import { useWords } from '#studio/preferences.tsx';
import { commonWords } from '#studio/words.ts';
import type { MadeBatch, NewBatch } from '../schema.ts';
import { codeWords } from './words.ts';

interface Fields {
  readonly name: string;
  readonly kind: 'work' | 'tier';
  readonly workId?: string;
  readonly tierId?: string;
  readonly days?: number | null;
  readonly quantity: number;
  readonly until?: string;
}

function bodyOf({ name, kind, workId, tierId, days, quantity, until }: Fields): NewBatch {
  return {
    name,
    quantity,
    ...(kind === 'work' ? { workId } : { tierId }),
    ...(days ? { days } : {}),
    // The day that is named is the last one.
    ...(until ? { expiresAt: after(startOfBusinessDay(until), day).toISOString() } : {}),
  };
}

interface Made extends MadeBatch {
  readonly name: string;
}

/** Makes a batch, and then hands over its codes, this once. */
export function BatchDialog({ onClose }: { onClose: () => void }): ReactNode {
  const words = useWords(codeWords);
  const [form] = Form.useForm<Fields>();
  const [made, setMade] = useState<Made>();
  const deed = useDeed(
    async (fields: Fields) => ({
      ...(await ask<MadeBatch>('POST', '/code-batches', { body: bodyOf(fields) })),
      name: fields.name,
    }),
    { refreshes: ['/code-batches'], next: setMade },
  );
  if (made) return <MadeDialog made={made} onClose={onClose} />;
  return (
    <FormDialog
      title={words.make}
      yes={words.make}
      deed={{ ...deed, run: async (fields) => (await deed.run(fields)) && false }}
      form={form}
      initialValues={{ kind: 'work', quantity: 100 }}
      onClose={onClose}
    >
      <BatchFields />
    </FormDialog>
  );
}

function BatchFields(): ReactNode {
  const words = useWords(codeWords);
  const { needed } = useWords(commonWords);
  const rules = [{ required: true, message: needed }];
  return (
    <>
      <Form.Item name="name" label={words.name} extra={words.nameHelp} rules={rules}>
        <Input maxLength={60} />
      </Form.Item>
      <Subject />
      <div className="form-pair">
        <Form.Item name="quantity" label={words.quantity} rules={rules}>
          <InputNumber min={1} max={20_000} precision={0} />
        </Form.Item>
        <Form.Item name="days" label={words.days} extra={words.daysHelp}>
          <InputNumber min={1} max={36_500} precision={0} />
        </Form.Item>
      </div>
      <Form.Item name="until" label={words.expires} extra={words.expiresHelp}>
        <Input type="date" />
      </Form.Item>
    </>
  );
}

function Subject(): ReactNode {
  const words = useWords(codeWords);
  const { needed } = useWords(commonWords);
  const kind = Form.useWatch<'work' | 'tier' | undefined>('kind') ?? 'work';
  const tiers = useTiers();
  const rules = [{ required: true, message: needed }];
  return (
    <>
      <Form.Item name="kind" label={words.gives}>
        <Radio.Group
          options={[
            { value: 'work', label: words.givesWork },
            { value: 'tier', label: words.givesTier },
          ]}
        />
      </Form.Item>
      {kind === 'work' ? (
        <Form.Item name="workId" label={words.work} rules={rules}>
          <FindSelect<WorkItem>
            path="/works"
            by="text"
            always={{ state: 'published' }}
            idOf={({ id }) => id}
            nameOf={({ title, creatorName }) => `${title} · ${creatorName}`}
          />
        </Form.Item>
      ) : (
        <Form.Item name="tierId" label={words.tier} rules={rules}>
          <PlainSelect options={tiers} />
        </Form.Item>
      )}
    </>
  );
}

function MadeDialog({ made, onClose }: { made: Made; onClose: () => void }): ReactNode {
  const words = useWords(codeWords);
  const common = useWords(commonWords);
  const download = () => {
    const lines = ['code', ...made.codes].join('\r\n');
    const address = URL.createObjectURL(new Blob([`${lines}\r\n`], { type: 'text/csv' }));
    const link = document.createElement('a');
    link.href = address;
    link.download = `${made.name}.csv`;
    link.click();
    URL.revokeObjectURL(address);
  };
  return (
    <Modal
      open
      title={fill(words.madeTitle, { n: made.codes.length })}
      onCancel={onClose}
      maskClosable={false}
      footer={[
        <Button key="close" onClick={onClose}>
          {common.close}
        </Button>,
        <Button key="csv" type="primary" onClick={download}>
          {words.download}
        </Button>,
      ]}
    >
      <Alert type="warning" showIcon title={words.madeText} />
      <Input.TextArea
        className="number"
        readOnly
        aria-label={words.codesOf}
        value={made.codes.join('\n')}
        rows={6}
      />
    </Modal>
  );
}
