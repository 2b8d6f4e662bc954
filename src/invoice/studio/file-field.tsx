import { Button, Form } from 'antd';
import { useRef, type ReactNode } from 'react';
import { sendBytes } from '#studio/api.ts';
import { useWords } from '#studio/preferences.tsx';
import { fapiaoWords } from './words.ts';

interface Props {
  readonly file: File | undefined;
  readonly onFile: (file: File) => void;
  readonly isNeeded?: boolean;
}

/** Chooses the PDF or OFD of a fapiao. */
export function FileField({ file, onFile, isNeeded = false }: Props): ReactNode {
  const words = useWords(fapiaoWords);
  const input = useRef<HTMLInputElement>(null);
  const rule = { validator: async () => (file ? undefined : Promise.reject(words.needsFile)) };
  return (
    <Form.Item name="file" label={words.file} extra={words.fileHelp} rules={isNeeded ? [rule] : []}>
      <div className="row">
        <input
          ref={input}
          type="file"
          aria-label={words.file}
          accept=".pdf,.ofd,application/pdf,application/ofd"
          hidden
          onChange={(event) => {
            const [chosen] = Array.from(event.target.files ?? []);
            if (chosen) onFile(chosen);
          }}
        />
        <Button onClick={() => input.current?.click()}>{words.choose}</Button>
        {file && <span>{file.name}</span>}
      </div>
    </Form.Item>
  );
}

/** Sends the file of a fapiao that was issued. @throws ApiProblem */
export function sendFile(id: string, file: File): Promise<void> {
  return sendBytes(`/fapiao/${id}/file`, file, { name: file.name });
}
