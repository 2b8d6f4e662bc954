import { CloseOutlined, InboxOutlined, PauseOutlined, PlayCircleOutlined } from '@ant-design/icons';
import { Button, Progress } from 'antd';
import {
  useEffect,
  useId,
  useRef,
  useState,
  useSyncExternalStore,
  type DragEvent,
  type ReactNode,
} from 'react';
import { saySize } from './format.ts';
import { LeftUploads } from './left-uploads.tsx';
import { useWords } from './preferences.tsx';
import {
  addFile,
  allSendings,
  dropFile,
  pauseFile,
  resumeFile,
  takeResults,
  watchSendings,
  type Sending,
} from './sendings.ts';
import type { UploadUse } from './upload.ts';
import { uploadWords } from './upload-words.ts';

const mostFiles = 50;

interface UploaderProps {
  readonly use: UploadUse;
  readonly accept: string;
  readonly isMany?: boolean;
  readonly hint: ReactNode;
  /** Names the place, so that who comes back to the screen finds their files again, also those half sent. */
  readonly place?: string;
  readonly onDone: (result: string, file: File) => void;
}

/** A place to drop files on; each is sent in pieces, can pause and go on, and ends with `onDone`. */
export function Uploader(props: UploaderProps): ReactNode {
  const { use, accept, isMany = false, hint, onDone } = props;
  const words = useWords(uploadWords);
  const passingPlace = useId();
  const place = props.place ?? passingPlace;
  const sendings = useSendings(place, onDone);
  const take = (files: FileList | null) => {
    const taken = Array.from(files ?? []).slice(0, isMany ? mostFiles : 1);
    for (const file of taken) addFile(place, use, file);
  };
  return (
    <div className="stack">
      <DropPlace accept={accept} isMany={isMany} hint={hint} onTake={take} />
      {props.place && <LeftUploads {...{ use, accept, sendings }} onTake={take} />}
      {sendings.length > 0 && (
        <ul className="uploads" aria-label={words.uploads}>
          {sendings.map((sending) => (
            <OneUpload
              key={sending.key}
              sending={sending}
              onPause={() => pauseFile(sending.key)}
              onResume={() => resumeFile(sending.key)}
              onDrop={() => dropFile(sending.key)}
            />
          ))}
        </ul>
      )}
    </div>
  );
}

interface DropPlaceProps extends Pick<UploaderProps, 'accept' | 'isMany' | 'hint'> {
  readonly onTake: (files: FileList | null) => void;
}

function DropPlace({ accept, isMany, hint, onTake }: DropPlaceProps): ReactNode {
  const words = useWords(uploadWords);
  const [isOver, setOver] = useState(false);
  const picker = useRef<HTMLInputElement>(null);
  const follow = (event: DragEvent) => {
    event.preventDefault();
    setOver(true);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    onTake(event.dataTransfer.files);
  };
  return (
    <div
      className={isOver ? 'drop is-over' : 'drop'}
      onDragOver={follow}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <InboxOutlined className="drop-icon" />
      <span>
        {words.drop}{' '}
        <Button size="small" onClick={() => picker.current?.click()}>
          {words.choose}
        </Button>
      </span>
      <span className="quiet">{hint}</span>
      <input
        ref={picker}
        className="hidden"
        type="file"
        tabIndex={-1}
        aria-label={words.choose}
        accept={accept}
        multiple={isMany}
        onChange={(event) => {
          onTake(event.target.files);
          event.target.value = '';
        }}
      />
    </div>
  );
}

/** The files of a place, and how each stands; whatever became of them meanwhile is told, once. */
function useSendings(place: string, onDone: UploaderProps['onDone']): readonly Sending[] {
  const all = useSyncExternalStore(watchSendings, allSendings);
  const mine = all.filter((one) => one.place === place);
  useEffect(() => {
    for (const { result, file } of takeResults(mine)) onDone(result, file);
  }, [mine, onDone]);
  return mine;
}

const statuses = {
  done: 'success',
  failed: 'exception',
  paused: 'normal',
  sending: 'active',
  waiting: 'normal',
  queued: 'normal',
} as const;

function OneUpload({
  sending,
  onPause,
  onResume,
  onDrop,
}: {
  sending: Sending;
  onPause: () => void;
  onResume: () => void;
  onDrop: () => void;
}): ReactNode {
  const words = useWords(uploadWords);
  const { file, state, sent, problem } = sending;
  const percent = file.size === 0 ? 100 : Math.floor((sent / file.size) * 100);
  return (
    <li className="upload">
      <div className="row">
        <span className="name">{file.name}</span>
        <span className="quiet number">{saySize(file.size)}</span>
        {['sending', 'waiting', 'queued'].includes(state) && (
          <Button
            size="small"
            type="text"
            icon={<PauseOutlined />}
            aria-label={`${words.pause}: ${file.name}`}
            onClick={onPause}
          />
        )}
        {(state === 'paused' || state === 'failed') && (
          <Button
            size="small"
            type="text"
            icon={<PlayCircleOutlined />}
            aria-label={`${words.resume}: ${file.name}`}
            onClick={onResume}
          />
        )}
        <Button
          size="small"
          type="text"
          icon={<CloseOutlined />}
          aria-label={`${state === 'done' ? words.hide : words.abandon}: ${file.name}`}
          onClick={onDrop}
        />
      </div>
      <Progress
        percent={percent}
        status={statuses[state]}
        size="small"
        aria-label={`${file.name}: ${words[state]}`}
      />
      <span aria-live="polite" className="quiet">
        {problem ?? words[state]}
      </span>
    </li>
  );
}
