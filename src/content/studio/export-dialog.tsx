import { fill } from '#kernel/locale.ts';
import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Modal, Progress } from 'antd';
import { useState, type ReactNode } from 'react';
import type { WorkDetail } from '#catalog/schema.ts';
import type { ExportItem } from '#content/schema.ts';
import { apiAddress, ask } from '#studio/api.ts';
import { useDeed } from '#studio/deed.tsx';
import { sayInstant, saySize } from '#studio/format.ts';
import { useTopic } from '#studio/live.ts';
import { useWords } from '#studio/preferences.tsx';
import { Answer } from '#studio/screen.tsx';
import { exportWords } from './words.ts';

// The line tells of every step; this is for those whose line is broken.
const pollMs = 5_000;

/** Makes a work a zip that another house, or this one, can import. */
export function ExportDialog({
  work,
  onClose,
}: {
  work: WorkDetail;
  onClose: () => void;
}): ReactNode {
  const words = useWords(exportWords);
  const [id, setId] = useState<string>();
  const begin = useDeed(() => ask<ExportItem>('POST', `/works/${work.id}/exports`), {
    next: (item) => setId(item.id),
  });
  return (
    <Modal
      open
      title={fill(words.title, { title: work.title })}
      footer={null}
      onCancel={onClose}
      destroyOnHidden
    >
      <div className="stack">
        <p>{words.text}</p>
        <p className="quiet">{words.left}</p>
        {id === undefined ? (
          <div>
            <Button type="primary" loading={begin.isBusy} onClick={() => void begin.run()}>
              {words.begin}
            </Button>
          </div>
        ) : (
          <Followed id={id} />
        )}
      </div>
    </Modal>
  );
}

function isOver(item: ExportItem | undefined): boolean {
  return item?.state === 'done' || item?.state === 'failed';
}

function Followed({ id }: { id: string }): ReactNode {
  const path = `/exports/${id}`;
  const query = useQuery<ExportItem>({
    queryKey: [path],
    queryFn: ({ signal }) => ask<ExportItem>('GET', path, { signal }),
    refetchInterval: ({ state }) => (isOver(state.data) ? false : pollMs),
  });
  useTopic(isOver(query.data) ? undefined : `export:${id}`, path);
  return <Answer of={query}>{(item) => <Standing item={item} />}</Answer>;
}

function Standing({ item }: { item: ExportItem }): ReactNode {
  const words = useWords(exportWords);
  const { state, doneBytes, totalBytes, sizeBytes, fileName, failure, expiresAt } = item;
  if (state === 'failed')
    return <Alert type="error" showIcon title={words.failed} description={failure} />;
  if (state === 'done')
    return (
      <Alert
        type="success"
        showIcon
        title={words.done}
        description={
          <div className="stack">
            <span>{fill(words.until, { at: sayInstant(expiresAt) })}</span>
            <div>
              <Button
                type="primary"
                href={apiAddress(`/exports/${item.id}/file`)}
                download={fileName}
              >
                {fill(words.fetch, { size: saySize(sizeBytes) })}
              </Button>
            </div>
          </div>
        }
      />
    );
  const percent = totalBytes === 0 ? 0 : Math.floor((doneBytes / totalBytes) * 100);
  return (
    <div aria-live="polite">
      <p>{state === 'waiting' ? words.waiting : words.running}</p>
      <Progress percent={percent} status="active" aria-label={words.progress} />
    </div>
  );
}
