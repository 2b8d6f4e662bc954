import { App, Button, Input, Modal } from 'antd';
import { useRef, useState, type ReactNode } from 'react';
import { fill } from '#kernel/locale.ts';
import type { FapiaoImported } from '#invoice/schema.ts';
import { ask } from '#studio/api.ts';
import { useDeed } from '#studio/deed.tsx';
import { useWords } from '#studio/preferences.tsx';
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
        <CsvButton onText={setCsv} />
        <Input.TextArea
          aria-label={words.csvText}
          value={csv}
          rows={6}
          onChange={(event) => setCsv(event.target.value)}
        />
        {problems.length > 0 && (
          <ul role="alert">
            {problems.map(({ line, text }) => (
              <li key={line}>{fill(words.line, { line: String(line), text })}</li>
            ))}
          </ul>
        )}
      </div>
    </Modal>
  );
}

function CsvButton({ onText }: { onText: (text: string) => void }): ReactNode {
  const { choose } = useWords(fapiaoWords);
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
