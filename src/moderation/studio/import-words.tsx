import { fill } from '#kernel/locale.ts';
import { App, Input, Modal } from 'antd';
import { useState, type ReactNode } from 'react';
import type { WordsImported } from '#moderation/schema.ts';
import { ask } from '#studio/api.ts';
import { useDeed } from '#studio/deed.tsx';
import { useWords } from '#studio/preferences.tsx';
import { TextFileButton } from '#studio/text-file-button.tsx';
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
        <TextFileButton label={words.choose} onText={setCsv} />
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
