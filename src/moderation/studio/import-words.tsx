import { fill } from '#kernel/locale.ts';
import { App, Button, Input, Modal } from 'antd';
import { useRef, useState, type ReactNode } from 'react';
import type { WordsImported } from '#moderation/schema.ts';
import { ask } from '#studio/api.ts';
import { useDeed } from '#studio/deed.tsx';
import { useWords } from '#studio/preferences.tsx';
import { commonWords } from '#studio/words.ts';
import { wordsWords } from './words.ts';

/** Brings words from a CSV file, or from text that is pasted. */
export function ImportDialog({ onClose }: { onClose: () => void }): ReactNode {
  const words = useWords(wordsWords);
  const { cancel } = useWords(commonWords);
  const { message } = App.useApp();
  const [csv, setCsv] = useState('');
  const deed = useDeed(
    () => ask<WordsImported>('POST', '/sensitive-words/import', { body: { csv } }),
    {
      refreshes: ['/sensitive-words'],
      next: (counts) => message.success(fill(words.imported, counts)),
    },
  );
  return (
    <Modal
      open
      title={words.importTitle}
      okText={words.import}
      cancelText={cancel}
      confirmLoading={deed.isBusy}
      okButtonProps={{ disabled: csv.trim() === '' }}
      onCancel={onClose}
      onOk={async () => {
        if (await deed.run()) onClose();
      }}
    >
      <div className="stack">
        <p>{words.importText}</p>
        <FileButton onText={setCsv} />
        <Input.TextArea
          aria-label={words.csvText}
          value={csv}
          rows={8}
          onChange={(event) => setCsv(event.target.value)}
        />
      </div>
    </Modal>
  );
}

function FileButton({ onText }: { onText: (text: string) => void }): ReactNode {
  const { choose } = useWords(wordsWords);
  const input = useRef<HTMLInputElement>(null);
  return (
    <div>
      <input
        ref={input}
        type="file"
        accept=".csv,text/csv,text/plain"
        hidden
        onChange={async (event) => {
          const [file] = Array.from(event.target.files ?? []);
          if (file) onText(await file.text());
        }}
      />
      <Button onClick={() => input.current?.click()}>{choose}</Button>
    </div>
  );
}
