import { fill } from '#kernel/locale.ts';
import { CloseOutlined } from '@ant-design/icons';
import { Button, Progress } from 'antd';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { saySize } from './format.ts';
import { useWords } from './preferences.tsx';
import type { Sending } from './sendings.ts';
import { findLeft, type LeftUpload, type UploadUse } from './upload.ts';
import { uploadWords } from './upload-words.ts';

interface LeftUploadsProps {
  readonly use: UploadUse;
  readonly accept: string;
  readonly sendings: readonly Sending[];
  readonly onTake: (files: FileList | null) => void;
}

/** What was half sent when the browser was closed: a browser forgets files, so they are chosen once more. */
export function LeftUploads({ use, accept, sendings, onTake }: LeftUploadsProps): ReactNode {
  const words = useWords(uploadWords);
  const [left, setLeft] = useState<readonly LeftUpload[]>([]);
  useEffect(() => {
    let isHere = true;
    void findLeft(use).then((found) => isHere && setLeft(found));
    return () => {
      isHere = false;
    };
  }, [use]);
  const isSame = ({ fileName, sizeBytes }: LeftUpload, { file }: Sending) =>
    file.name === fileName && file.size === sizeBytes;
  const rest = left.filter((one) => !sendings.some((sending) => isSame(one, sending)));
  if (rest.length === 0) return null;
  const forget = (gone: LeftUpload) => {
    setLeft((all) => all.filter((one) => one !== gone));
    void gone.forget();
  };
  return (
    <ul className="uploads" aria-label={words.left}>
      {rest.map((one) => (
        <LeftUploadRow key={one.key} {...{ one, accept, onTake }} onForget={() => forget(one)} />
      ))}
    </ul>
  );
}

function LeftUploadRow({
  one,
  accept,
  onTake,
  onForget,
}: Pick<LeftUploadsProps, 'accept' | 'onTake'> & {
  readonly one: LeftUpload;
  readonly onForget: () => void;
}): ReactNode {
  const words = useWords(uploadWords);
  const picker = useRef<HTMLInputElement>(null);
  const { fileName, sizeBytes, sent } = one;
  const percent = Math.floor((sent / sizeBytes) * 100);
  return (
    <li className="upload">
      <div className="row">
        <span className="name">{fileName}</span>
        <span className="quiet number">{saySize(sizeBytes)}</span>
        <Button size="small" onClick={() => picker.current?.click()}>
          {words.again}
        </Button>
        <Button
          size="small"
          type="text"
          icon={<CloseOutlined />}
          aria-label={`${words.abandon}: ${fileName}`}
          onClick={onForget}
        />
      </div>
      <Progress
        percent={percent}
        status="normal"
        size="small"
        aria-label={`${fileName}: ${words.half}`}
      />
      <span className="quiet">{fill(words.leftHelp, { name: fileName })}</span>
      <input
        ref={picker}
        className="hidden"
        type="file"
        tabIndex={-1}
        aria-label={`${words.again}: ${fileName}`}
        accept={accept}
        onChange={(event) => onTake(event.target.files)}
      />
    </li>
  );
}
