import { useNavigate } from '@tanstack/react-router';
import { Form, Input, Modal, Segmented } from 'antd';
import type { ReactNode } from 'react';
import type { LessonDetail, WorkDetail } from '#catalog/schema.ts';
import { ask } from '#studio/api.ts';
import { useDeed } from '#studio/deed.tsx';
import { usePreferences, useWords } from '#studio/preferences.tsx';
import { commonWords } from '#studio/words.ts';
import { itemKinds } from '../rules/kinds.ts';
import type { WorkKind } from '../types.ts';
import { ItemFile } from './item-file.tsx';
import { addItemWords, lessonKindWords, outlineWords } from './words.ts';

type Fields = Pick<LessonDetail, 'title' | 'kind' | 'assetId'>;

interface NewLessonProps {
  readonly work: Pick<WorkDetail, 'id' | 'kind'>;
  readonly chapterId: string;
  readonly onClose: () => void;
}

/** Begins a lesson, and goes on to where it is written. */
export function NewLessonDialog({ work, chapterId, onClose }: NewLessonProps): ReactNode {
  const words = useWords(outlineWords);
  const common = useWords(commonWords);
  const navigate = useNavigate();
  const { locale } = usePreferences();
  const [usual = 'text'] = itemKinds(work.kind);
  const blank: Fields = { title: '', kind: usual, assetId: null };
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
          params: { id: work.id, lessonId: id },
        }),
    },
  );
  return (
    <Modal
      open
      title={addItemWords[work.kind][locale]}
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
        <LessonFields of={work.kind} kind={Form.useWatch('kind', form) ?? usual} />
      </Form>
    </Modal>
  );
}

function LessonFields({ of, kind }: { of: WorkKind; kind: Fields['kind'] }): ReactNode {
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
          options={itemKinds(of).map((value) => ({ value, label: kinds[value] }))}
        />
      </Form.Item>
      {kind !== 'text' && (
        <Form.Item
          name="assetId"
          label={words.asset}
          rules={[{ required: true, message: words.assetNeeded }]}
        >
          <ItemFile kind={kind} />
        </Form.Item>
      )}
    </>
  );
}
