import { useNavigate } from '@tanstack/react-router';
import { Form, Modal } from 'antd';
import type { ReactNode } from 'react';
import type { WorkDetail, WorkItem } from '#catalog/schema.ts';
import { ask, useAsk } from '#studio/api.ts';
import { useDeed } from '#studio/deed.tsx';
import { FindSelect } from '#studio/find-select.tsx';
import { PlainSelect } from '#studio/plain-select.tsx';
import { useWords } from '#studio/preferences.tsx';
import { commonWords } from '#studio/words.ts';
import { shareWords } from './share-words.ts';

interface Fields {
  readonly workId?: string;
  readonly lessonId?: string;
}

interface ShareItemProps {
  readonly work: Pick<WorkDetail, 'id' | 'creatorId'>;
  readonly chapterId: string;
  readonly onClose: () => void;
}

/** Chooses an item of another work of the same creator, to stand here too; its text stays one. */
export function ShareItemDialog({ work, chapterId, onClose }: ShareItemProps): ReactNode {
  const words = useWords(shareWords);
  const common = useWords(commonWords);
  const navigate = useNavigate();
  const [form] = Form.useForm<Fields>();
  const from = Form.useWatch('workId', form);
  const share = useDeed(
    ({ lessonId }: Fields) =>
      ask<{ id: string }>('POST', `/chapters/${chapterId}/shared-lessons`, { body: { lessonId } }),
    {
      done: words.done,
      refreshes: ['/works', '/lessons'],
      next: ({ id }) =>
        void navigate({
          to: '/works/$id/lessons/$lessonId',
          params: { id: work.id, lessonId: id },
        }),
    },
  );
  return (
    <Modal
      open
      title={words.title}
      okText={words.now}
      cancelText={common.cancel}
      confirmLoading={share.isBusy}
      onOk={async () => {
        const fields = await form.validateFields().catch(() => undefined);
        if (fields) await share.run(fields);
      }}
      onCancel={onClose}
    >
      <Form<Fields>
        form={form}
        layout="vertical"
        requiredMark={false}
        onValuesChange={(changed) => {
          if ('workId' in changed) form.setFieldValue('lessonId', undefined);
        }}
      >
        <p className="quiet">{words.text}</p>
        <ItemFields creatorId={work.creatorId} workId={from} />
      </Form>
    </Modal>
  );
}

function ItemFields({
  creatorId,
  workId,
}: {
  creatorId: string;
  workId: string | undefined;
}): ReactNode {
  const words = useWords(shareWords);
  const common = useWords(commonWords);
  const { data } = useAsk<WorkDetail>(`/works/${workId}`, {}, { isOn: workId !== undefined });
  const items = (workId && data ? data.chapters : []).flatMap(({ lessons }) => lessons);
  const needed = [{ required: true, message: common.needed }];
  return (
    <>
      <Form.Item name="workId" label={words.work} rules={needed}>
        <FindSelect<WorkItem>
          path="/works"
          by="text"
          always={{ creator: creatorId }}
          nameOf={({ title }) => title}
          idOf={({ id }) => id}
        />
      </Form.Item>
      <Form.Item name="lessonId" label={words.item} rules={needed}>
        <PlainSelect options={items.map(({ id, title }) => ({ value: id, label: title }))} />
      </Form.Item>
    </>
  );
}
