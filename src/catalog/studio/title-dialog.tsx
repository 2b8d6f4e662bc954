import { Form, Input, Modal } from 'antd';
import type { ReactNode } from 'react';
import type { WorkDetail } from '#catalog/schema.ts';
import { ask } from '#studio/api.ts';
import { useDeed } from '#studio/deed.tsx';
import { useWords } from '#studio/preferences.tsx';
import { commonWords } from '#studio/words.ts';
import { outlineWords } from './words.ts';

/** Names a chapter: a new one, or one that is there. */
export function TitleDialog({
  work,
  chapter,
  onClose,
}: {
  work: WorkDetail;
  chapter: WorkDetail['chapters'][number] | undefined;
  onClose: () => void;
}): ReactNode {
  const words = useWords(outlineWords);
  const common = useWords(commonWords);
  const [form] = Form.useForm<{ title: string }>();
  const deed = useDeed(
    (body: { title: string }) =>
      chapter
        ? ask('PATCH', `/chapters/${chapter.id}`, { body })
        : ask('POST', `/works/${work.id}/chapters`, { body }),
    { refreshes: ['/works'] },
  );
  return (
    <Modal
      open
      title={chapter ? words.renameChapter : words.addChapter}
      okText={common.save}
      cancelText={common.cancel}
      confirmLoading={deed.isBusy}
      onOk={async () => {
        const fields = await form.validateFields().catch(() => undefined);
        if (fields && (await deed.run(fields))) onClose();
      }}
      onCancel={onClose}
    >
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ title: chapter?.title ?? '' }}
      >
        <Form.Item
          name="title"
          label={words.chapterTitle}
          rules={[{ required: true, whitespace: true, message: common.needed }]}
        >
          <Input maxLength={120} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
