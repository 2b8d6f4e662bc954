import { fill } from '#kernel/locale.ts';
import { PlusOutlined } from '@ant-design/icons';
import { Button, Form, Input, Modal } from 'antd';
import { useState, type ReactNode } from 'react';
import type { SnippetInput, SnippetItem } from '#authoring/schema.ts';
import { ask } from '#studio/api.ts';
import { DataTable, type TableColumn } from '#studio/data-table.tsx';
import { useConfirm, useDeed } from '#studio/deed.tsx';
import { sayInstant } from '#studio/format.ts';
import { useWords } from '#studio/preferences.tsx';
import { commonWords } from '#studio/words.ts';
import './authoring.css';
import { snippetWords } from './words.ts';

type Draft = Partial<Pick<SnippetItem, 'id'>> & SnippetInput;

const refreshes = ['/snippets'];

/** Pieces of text that somebody writes often: put into the text, made of what is selected, changed, deleted. */
export function Snippets({
  selected,
  onInsert,
  onClose,
}: {
  /** What is selected in the text; a new snippet begins with it. */
  selected: string;
  onInsert: (text: string) => void;
  onClose: () => void;
}): ReactNode {
  const words = useWords(snippetWords);
  const [draft, setDraft] = useState<Draft | undefined>(
    selected.trim() === '' ? undefined : { title: '', body: selected },
  );
  return (
    <Modal open width={820} title={words.title} footer={null} onCancel={onClose}>
      {draft ? (
        <SnippetForm key={draft.id} draft={draft} onClose={() => setDraft(undefined)} />
      ) : (
        <div className="stack">
          <p className="quiet">{words.lead}</p>
          <div>
            <Button icon={<PlusOutlined />} onClick={() => setDraft({ title: '', body: '' })}>
              {words.add}
            </Button>
          </div>
          <Kept onInsert={onInsert} onEdit={setDraft} />
        </div>
      )}
    </Modal>
  );
}

const columns: readonly TableColumn<SnippetItem>[] = [
  { title: snippetWords.name, isName: true, show: ({ title }) => title },
  { title: snippetWords.text, show: ({ body }) => <span className="one-line">{body}</span> },
  {
    title: snippetWords.changed,
    show: ({ updatedAt }) => <span className="number">{sayInstant(updatedAt)}</span>,
  },
];

function Kept({
  onInsert,
  onEdit,
}: {
  onInsert: (text: string) => void;
  onEdit: (draft: Draft) => void;
}): ReactNode {
  const words = useWords(snippetWords);
  const common = useWords(commonWords);
  const confirm = useConfirm();
  const remove = useDeed((id: string) => ask('DELETE', `/snippets/${id}`), {
    done: words.removed,
    refreshes,
  });
  return (
    <DataTable<SnippetItem>
      label={words.title}
      path="/snippets"
      rowKey={({ id }) => id}
      columns={columns}
      hasCsv={false}
      empty={words.none}
      actions={({ id, title, body }) => (
        <>
          <Button size="small" type="primary" onClick={() => onInsert(body)}>
            {words.insert}
          </Button>
          <Button size="small" onClick={() => onEdit({ id, title, body })}>
            {common.edit}
          </Button>
          <Button
            size="small"
            danger
            onClick={() =>
              confirm({
                title: fill(words.removeTitle, { title }),
                text: words.removeText,
                yes: common.remove,
                act: () => remove.run(id),
              })
            }
          >
            {common.remove}
          </Button>
        </>
      )}
    />
  );
}

function SnippetForm({ draft, onClose }: { draft: Draft; onClose: () => void }): ReactNode {
  const words = useWords(snippetWords);
  const common = useWords(commonWords);
  const deed = useDeed(
    (body: SnippetInput) =>
      draft.id ? ask('PUT', `/snippets/${draft.id}`, { body }) : ask('POST', '/snippets', { body }),
    { done: common.saved, refreshes, next: onClose },
  );
  const needed = { required: true, whitespace: true, message: common.needed };
  return (
    <Form<SnippetInput>
      layout="vertical"
      requiredMark={false}
      initialValues={{ title: draft.title, body: draft.body }}
      onFinish={(fields) => void deed.run(fields)}
    >
      <Form.Item name="title" label={words.name} rules={[needed]}>
        <Input maxLength={60} placeholder={words.nameHint} />
      </Form.Item>
      <Form.Item name="body" label={words.text} rules={[needed]}>
        <Input.TextArea rows={8} maxLength={20_000} className="source-field" />
      </Form.Item>
      <div className="row">
        <Button type="primary" htmlType="submit" loading={deed.isBusy}>
          {common.save}
        </Button>
        <Button onClick={onClose}>{common.cancel}</Button>
      </div>
    </Form>
  );
}
