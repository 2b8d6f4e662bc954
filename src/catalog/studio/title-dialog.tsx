import { Form, Input } from 'antd';
import type { ReactNode } from 'react';
import type { WorkDetail } from '#catalog/schema.ts';
import { ask } from '#studio/api.ts';
import { useDeed } from '#studio/deed.tsx';
import { FormDialog } from '#studio/form-dialog.tsx';
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
  const deed = useDeed(
    (body: { title: string }) =>
      chapter
        ? ask('PATCH', `/chapters/${chapter.id}`, { body })
        : ask('POST', `/works/${work.id}/chapters`, { body }),
    { refreshes: ['/works'] },
  );
  return (
    <FormDialog
      title={chapter ? words.renameChapter : words.addChapter}
      yes={common.save}
      deed={deed}
      initialValues={{ title: chapter?.title ?? '' }}
      onClose={onClose}
    >
      <Form.Item
        name="title"
        label={words.chapterTitle}
        rules={[{ required: true, whitespace: true, message: common.needed }]}
      >
        <Input maxLength={120} />
      </Form.Item>
    </FormDialog>
  );
}
