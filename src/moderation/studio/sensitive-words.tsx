import { fill } from '#kernel/locale.ts';
import { Button, Card, Form, Input, Modal, Select, type FormInstance } from 'antd';
import { useState, type ReactNode } from 'react';
import type { TextVerdict, WordItem } from '#moderation/schema.ts';
import type { Scene } from '#moderation/types.ts';
import { ask } from '#studio/api.ts';
import { DataTable, type TableColumn } from '#studio/data-table.tsx';
import { useConfirm, useDeed } from '#studio/deed.tsx';
import { choicesOf } from '#studio/filters.tsx';
import { sayInstant } from '#studio/format.ts';
import { usePreferences, useWords } from '#studio/preferences.tsx';
import { Screen } from '#studio/screen.tsx';
import { StateTag, TwoLines } from '#studio/state-tag.tsx';
import { commonWords, sectionWords } from '#studio/words.ts';
import { severityTones } from './findings.tsx';
import { ImportDialog } from './import-words.tsx';
import {
  actionWords,
  kindWords,
  listWords,
  sceneWords,
  severityWords,
  wordsWords,
} from './words.ts';

const path = '/sensitive-words';

const columns: readonly TableColumn<WordItem>[] = [
  {
    title: wordsWords.word,
    isName: true,
    show: ({ word, note }) => (note ? <TwoLines main={word} more={note} /> : word),
  },
  { title: wordsWords.list, show: ({ list }) => <ListName list={list} /> },
  {
    title: wordsWords.action,
    show: ({ action, replacement }) => (
      <span className="row">
        <StateTag of={action} words={actionWords} tones={severityTones} />
        {replacement && `→ ${replacement}`}
      </span>
    ),
  },
  {
    title: wordsWords.added,
    show: ({ createdAt }) => <span className="number">{sayInstant(createdAt)}</span>,
  },
];

function ListName({ list }: { list: WordItem['list'] }): ReactNode {
  return useWords(listWords)[list];
}

/** The words that are looked for in what people write. */
export function SensitiveWordsScreen(): ReactNode {
  const { words: title } = useWords(sectionWords);
  const words = useWords(wordsWords);
  const common = useWords(commonWords);
  const [editing, setEditing] = useState<WordItem | 'new'>();
  const [isImporting, setImporting] = useState(false);
  const remove = useRemove();
  return (
    <Screen
      title={title}
      lead={words.lead}
      actions={
        <>
          <Button onClick={() => setImporting(true)}>{words.import}</Button>
          <Button type="primary" onClick={() => setEditing('new')}>
            {words.add}
          </Button>
        </>
      }
    >
      <div className="stack">
        <DataTable<WordItem>
          label={title}
          path={path}
          rowKey={({ id }) => id}
          filters={[
            { kind: 'text', name: 'text', label: wordsWords.find },
            { kind: 'choice', name: 'list', label: wordsWords.list, choices: choicesOf(listWords) },
            {
              kind: 'choice',
              name: 'action',
              label: wordsWords.action,
              choices: choicesOf(actionWords),
            },
          ]}
          columns={columns}
          empty={words.empty}
          actions={(item) => (
            <>
              <Button size="small" onClick={() => setEditing(item)}>
                {common.edit}
              </Button>
              <Button size="small" danger onClick={() => remove(item)}>
                {common.remove}
              </Button>
            </>
          )}
        />
        <TryCard />
      </div>
      {editing && (
        <WordDialog
          word={editing === 'new' ? undefined : editing}
          onClose={() => setEditing(undefined)}
        />
      )}
      {isImporting && <ImportDialog onClose={() => setImporting(false)} />}
    </Screen>
  );
}

function useRemove(): (word: WordItem) => void {
  const words = useWords(wordsWords);
  const { remove } = useWords(commonWords);
  const confirm = useConfirm();
  const deed = useDeed((id: string) => ask('DELETE', `${path}/${id}`), { refreshes: [path] });
  return ({ id, word }) =>
    confirm({
      title: fill(words.removeTitle, { word }),
      text: words.removeText,
      yes: remove,
      act: () => deed.run(id),
    });
}

type Fields = Pick<WordItem, 'list' | 'word' | 'action' | 'replacement' | 'note'>;
const fresh: Fields = { list: 'everywhere', word: '', action: 'review', replacement: '', note: '' };

function WordDialog({
  word,
  onClose,
}: {
  word: WordItem | undefined;
  onClose: () => void;
}): ReactNode {
  const words = useWords(wordsWords);
  const common = useWords(commonWords);
  const [form] = Form.useForm<Fields>();
  const deed = useDeed(
    (fields: Fields) =>
      word
        ? ask('PATCH', `${path}/${word.id}`, { body: fields })
        : ask('POST', path, { body: fields }),
    { done: common.saved, refreshes: [path] },
  );
  return (
    <Modal
      open
      title={word ? fill(words.editTitle, { word: word.word }) : words.addTitle}
      okText={common.save}
      cancelText={common.cancel}
      confirmLoading={deed.isBusy}
      onCancel={onClose}
      onOk={async () => {
        const fields = await form.validateFields();
        if (await deed.run({ ...fresh, ...fields })) onClose();
      }}
    >
      <WordForm form={form} word={word} />
    </Modal>
  );
}

function WordForm({
  form,
  word,
}: {
  form: FormInstance<Fields>;
  word: WordItem | undefined;
}): ReactNode {
  const words = useWords(wordsWords);
  const common = useWords(commonWords);
  const action = Form.useWatch('action', form);
  return (
    <Form<Fields> form={form} layout="vertical" requiredMark={false} initialValues={word ?? fresh}>
      <Form.Item
        name="word"
        label={words.word}
        rules={[{ required: true, whitespace: true, message: common.needed }]}
      >
        <Input maxLength={64} />
      </Form.Item>
      <div className="form-pair">
        <Form.Item name="list" label={words.list}>
          <Select options={useOptions(listWords)} />
        </Form.Item>
        <Form.Item name="action" label={words.action}>
          <Select options={useOptions(actionWords)} />
        </Form.Item>
      </div>
      {action === 'replace' && (
        <Form.Item name="replacement" label={words.replacement}>
          <Input maxLength={64} />
        </Form.Item>
      )}
      <Form.Item name="note" label={words.note}>
        <Input maxLength={200} />
      </Form.Item>
    </Form>
  );
}

function useOptions(all: Parameters<typeof choicesOf>[0]): { value: string; label: string }[] {
  const { locale } = usePreferences();
  return choicesOf(all).map(({ value, label }) => ({ value, label: label[locale] }));
}

function TryCard(): ReactNode {
  const words = useWords(wordsWords);
  const [scene, setScene] = useState<Scene>('comment');
  const [text, setText] = useState('');
  const [verdict, setVerdict] = useState<{ of: string; is: TextVerdict }>();
  const deed = useDeed(
    async (body: { scene: Scene; text: string }) =>
      setVerdict({ of: body.text, is: await ask<TextVerdict>('POST', `${path}/trial`, { body }) }),
    {},
  );
  return (
    <Card title={<h2>{words.tryTitle}</h2>}>
      <div className="stack">
        <Input.TextArea
          aria-label={words.tryText}
          placeholder={words.tryText}
          value={text}
          maxLength={20_000}
          rows={3}
          className="grows"
          onChange={(event) => setText(event.target.value)}
        />
        <div className="row">
          <Select<Scene>
            aria-label={words.scene}
            value={scene}
            onChange={setScene}
            options={useOptions(sceneWords)}
            className="scene-select"
          />
          <Button
            loading={deed.isBusy}
            disabled={text.trim() === ''}
            onClick={() => void deed.run({ scene, text })}
          >
            {words.tryIt}
          </Button>
        </div>
        <div aria-live="polite">
          {verdict && <Verdict text={verdict.of} verdict={verdict.is} />}
        </div>
      </div>
    </Card>
  );
}

function Verdict({ text, verdict }: { text: string; verdict: TextVerdict }): ReactNode {
  const words = useWords(wordsWords);
  const kinds = useWords(kindWords);
  if (verdict.findings.length === 0) return <p>{words.clean}</p>;
  return (
    <div className="stack">
      <ul className="findings">
        {verdict.findings.map(({ kind, severity, start, end, detail }) => (
          <li key={`${kind} ${start} ${end} ${detail}`}>
            <span className="row">
              <StateTag of={severity} words={severityWords} tones={severityTones} />
              {kinds[kind]}
              <mark>{text.slice(start, end) || detail}</mark>
            </span>
          </li>
        ))}
      </ul>
      {verdict.text !== text && (
        <p>
          {words.becomes} {verdict.text}
        </p>
      )}
    </div>
  );
}
