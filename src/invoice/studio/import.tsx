import { App, Input, Modal } from 'antd';
import { useState, type ReactNode } from 'react';
import { fill } from '#kernel/locale.ts';
import type { FapiaoImported } from '#invoice/schema.ts';
import { ask } from '#studio/api.ts';
import { useDeed } from '#studio/deed.tsx';
import { useWords } from '#studio/preferences.tsx';
import { TextFileButton } from '#studio/text-file-button.tsx';
import { commonWords } from '#studio/words.ts';
import { fapiaoWords } from './words.ts';

/** Enters what a table says was issued; what could not be is told line by line. */
export function ImportDialog({ onClose }: { onClose: () => void }): ReactNode {
  const words = useWords(fapiaoWords);
  const { cancel } = useWords(commonWords);
  const { message } = App.useApp();
  const [csv, setCsv] = useState('');
  const [problems, setProblems] = useState<FapiaoImported['problems']>([]);
  const deed = useDeed(() => ask<FapiaoImported>('POST', '/fapiao/import', { body: { csv } }), {
    refreshes: ['/fapiao'],
    next: (told) => {
      message.success(fill(words.imported, { n: String(told.issued) }));
      setProblems(told.problems);
      if (told.problems.length === 0) onClose();
    },
  });
  return (
    <Modal
      open
      title={words.importTitle}
      okText={words.import}
      cancelText={cancel}
      confirmLoading={deed.isBusy}
      okButtonProps={{ disabled: csv.trim() === '' }}
      onCancel={onClose}
      onOk={() => deed.run()}
    >
      <div className="stack">
        <p>{words.importText}</p>
        <TextFileButton label={words.choose} onText={setCsv} />
        <Input.TextArea
          aria-label={words.csvText}
          value={csv}
          rows={6}
          onChange={(event) => setCsv(event.target.value)}
        />
        {problems.length > 0 && (
          <div role="alert">
            <ul>
              {problems.map(({ line, text }) => (
                <li key={line}>{fill(words.line, { line: String(line), text })}</li>
              ))}
            </ul>
          </div>
        )}
      </div>
    </Modal>
  );
}
