import { useNavigate } from '@tanstack/react-router';
import { Form, Input, Modal, Segmented } from 'antd';
import type { ReactNode } from 'react';
import type { LessonDetail } from '#catalog/schema.ts';
import { AssetField } from '#media/studio/asset-field.tsx';
import { ask } from '#studio/api.ts';
import { useDeed } from '#studio/deed.tsx';
import { useWords } from '#studio/preferences.tsx';
import { commonWords } from '#studio/words.ts';
import { lessonKindWords, outlineWords } from './words.ts';

type Fields = Pick<LessonDetail, 'title' | 'kind' | 'assetId'>;

const blank: Fields = { title: '', kind: 'text', assetId: null };

interface NewLessonProps {
  readonly workId: string;
  readonly chapterId: string;
  readonly onClose: () => void;
}

/** Begins a lesson, and goes on to where it is written. */
export function NewLessonDialog({ workId, chapterId, onClose }: NewLessonProps): ReactNode {
  const words = useWords(outlineWords);
  const common = useWords(commonWords);
  const navigate = useNavigate();
  const [form] = Form.useForm<Fields>();
  const begin = useDeed(
    ({ title, kind, assetId }: Fields) =>
      ask<{ id: string }>('POST', `/chapters/${chapterId}/lessons`, {
        body: { title, kind, assetId: kind === 'text' ? null : assetId },
      }),
    {
      refreshes: ['/works'],
      next: ({ id }) =>
        void navigate({
          to: '/works/$id/lessons/$lessonId',
          params: { id: workId, lessonId: id },
        }),
    },
  );
  return (
    <Modal
      open
      title={words.addLesson}
      okText={words.beginLesson}
      cancelText={common.cancel}
      confirmLoading={begin.isBusy}
      onOk={async () => {
        const fields = await form.validateFields().catch(() => undefined);
        if (fields) await begin.run(fields);
      }}
      onCancel={onClose}
    >
      <Form<Fields> form={form} layout="vertical" requiredMark={false} initialValues={blank}>
        <LessonFields kind={Form.useWatch('kind', form) ?? blank.kind} />
      </Form>
    </Modal>
  );
}

function LessonFields({ kind }: { kind: Fields['kind'] }): ReactNode {
  const words = useWords(outlineWords);
  const common = useWords(commonWords);
  const kinds = useWords(lessonKindWords);
  return (
    <>
      <Form.Item
        name="title"
        label={words.lessonTitle}
        rules={[{ required: true, whitespace: true, message: common.needed }]}
      >
        <Input maxLength={120} showCount />
      </Form.Item>
      <Form.Item name="kind" label={words.kind}>
        <Segmented
          aria-label={words.kind}
          options={Object.entries(kinds).map(([value, label]) => ({ value, label }))}
        />
      </Form.Item>
      {kind !== 'text' && (
        <Form.Item
          name="assetId"
          label={words.asset}
          rules={[{ required: true, message: words.assetNeeded }]}
        >
          <AssetField kinds={[kind]} />
        </Form.Item>
      )}
    </>
  );
}
