import { fill } from '#kernel/locale.ts';
import { useNavigate } from '@tanstack/react-router';
import { Form, Input, Modal } from 'antd';
import type { ReactNode } from 'react';
import type { WorkDetail, WorkItem } from '#catalog/schema.ts';
import type { LibraryItem } from '#catalog/schema/library.ts';
import { ask, useAsk } from '#studio/api.ts';
import { useDeed } from '#studio/deed.tsx';
import { FindSelect } from '#studio/find-select.tsx';
import { PlainSelect } from '#studio/plain-select.tsx';
import { useWords } from '#studio/preferences.tsx';
import { useSession } from '#studio/session.ts';
import { commonWords } from '#studio/words.ts';
import type { LessonMedium } from './library.tsx';
import { outlineWords, placeWords } from './words.ts';

interface Fields {
  readonly workId?: string;
  readonly chapterId?: string;
  readonly title: string;
}

/** Makes a lesson of an asset, in any course of its owner: the file stays one, however often it is used. */
export function UseInCourse({
  asset,
  onClose,
}: {
  asset: LibraryItem & { readonly kind: LessonMedium };
  onClose: () => void;
}): ReactNode {
  const words = useWords(placeWords);
  const common = useWords(commonWords);
  const navigate = useNavigate();
  const [form] = Form.useForm<Fields>();
  const workId = Form.useWatch('workId', form);
  const add = useDeed(
    ({ chapterId, title }: Fields) =>
      ask<{ id: string }>('POST', `/chapters/${chapterId}/lessons`, {
        body: { title, kind: asset.kind, assetId: asset.id },
      }),
    {
      done: words.used,
      refreshes: ['/works', '/library'],
      next: ({ id }) =>
        void navigate({
          to: '/works/$id/lessons/$lessonId',
          params: { id: workId ?? '', lessonId: id },
        }),
    },
  );
  return (
    <Modal
      open
      title={fill(words.useTitle, { name: asset.fileName })}
      okText={words.useNow}
      cancelText={common.cancel}
      confirmLoading={add.isBusy}
      onOk={async () => {
        const fields = await form.validateFields().catch(() => undefined);
        if (fields) await add.run(fields);
      }}
      onCancel={onClose}
    >
      <Form<Fields>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ title: asset.fileName.replace(/\.[A-Za-z0-9]{1,5}$/, '').slice(0, 120) }}
        onValuesChange={(changed) => {
          if ('workId' in changed) form.setFieldValue('chapterId', undefined);
        }}
      >
        <p className="quiet">{words.useText}</p>
        <PlaceFields workId={workId} />
      </Form>
    </Modal>
  );
}

function PlaceFields({ workId }: { workId: string | undefined }): ReactNode {
  const words = useWords(placeWords);
  const outline = useWords(outlineWords);
  const common = useWords(commonWords);
  const { user } = useSession();
  const { data } = useAsk<WorkDetail>(`/works/${workId}`, {}, { isOn: workId !== undefined });
  const needed = [{ required: true, whitespace: true, message: common.needed }];
  return (
    <>
      <Form.Item name="workId" label={words.course} rules={needed}>
        <FindSelect<WorkItem>
          path="/works"
          by="text"
          always={{ creator: user.id }}
          nameOf={({ title }) => title}
          idOf={({ id }) => id}
        />
      </Form.Item>
      <Form.Item name="chapterId" label={words.chapter} rules={needed}>
        <PlainSelect
          options={(workId && data ? data.chapters : []).map(({ id, title }) => ({
            value: id,
            label: title,
          }))}
        />
      </Form.Item>
      <Form.Item name="title" label={outline.lessonTitle} rules={needed}>
        <Input maxLength={120} showCount />
      </Form.Item>
    </>
  );
}
