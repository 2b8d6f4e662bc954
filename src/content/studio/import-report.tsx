import { Link } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Card, Progress } from 'antd';
import { useEffect, type ReactNode } from 'react';
import type { ImportItem } from '#content/schema.ts';
import { FollowedAsset } from '#media/studio/standing.tsx';
import { ask, refresh } from '#studio/api.ts';
import { Figures } from '#studio/figures.tsx';
import { useTopic } from '#studio/live.ts';
import { useWords } from '#studio/preferences.tsx';
import { Answer } from '#studio/screen.tsx';
import { importWords, stepWords } from './words.ts';

// The line tells of every step; this is for those whose line is broken.
const pollMs = 10_000;

/** How far an import is, and what it did. */
export function ImportReport({ id }: { id: string }): ReactNode {
  const query = useQuery<ImportItem>({
    queryKey: [`/imports/${id}`],
    queryFn: ({ signal }) => ask<ImportItem>('GET', `/imports/${id}`, { signal }),
    refetchInterval: ({ state }) => (isOver(state.data) ? false : pollMs),
  });
  const words = useWords(importWords);
  const isDone = isOver(query.data);
  useTopic(isDone ? undefined : `import:${id}`, `/imports/${id}`);
  useEffect(() => {
    if (isDone) void refresh('/imports', '/works', '/assets', '/library');
  }, [isDone]);
  return (
    <Card title={<h2>{words.report}</h2>}>
      <Answer of={query}>
        {(item) => (isOver(item) ? <Outcome item={item} /> : <Under item={item} />)}
      </Answer>
    </Card>
  );
}

function isOver(item: ImportItem | undefined): boolean {
  return item?.state === 'done' || item?.state === 'failed';
}

function Under({ item }: { item: ImportItem }): ReactNode {
  const words = useWords(importWords);
  const steps = useWords(stepWords);
  const percent = item.total === 0 ? 0 : Math.floor((item.done / item.total) * 100);
  return (
    <div aria-live="polite">
      <p>
        {item.fileName} · {steps[item.step]}
        {item.total > 0 && ` ${item.done} / ${item.total}`}
      </p>
      <Progress percent={percent} status="active" aria-label={words.progress} />
    </div>
  );
}

function Outcome({ item }: { item: ImportItem }): ReactNode {
  const words = useWords(importWords);
  const { report } = item;
  if (item.state === 'failed') {
    return (
      <div className="stack">
        <Alert type="error" showIcon title={words.failed} description={report.message} />
        <Files title={words.problems} files={report.problems} />
      </div>
    );
  }
  return (
    <div className="stack">
      <Alert
        type="success"
        showIcon
        title={`${words.done}: ${report.title ?? item.fileName}`}
        action={
          report.workId && (
            <Link to="/works/$id" params={{ id: report.workId }}>
              <Button type="primary">{words.toWork}</Button>
            </Link>
          )
        }
      />
      <Figures
        of={(['created', 'updated', 'removed', 'unchanged', 'assets'] as const).map((name) => ({
          name: words[name],
          value: report[name] ?? 0,
        }))}
      />
      <Files title={words.unreadable} files={report.unreadable} />
      {report.recordings && report.recordings.length > 0 && (
        <section className="stack">
          <h3>{words.recordings}</h3>
          <ul className="facts">
            {report.recordings.map((id) => (
              <li key={id}>
                <FollowedAsset id={id} />
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

function Files({
  title,
  files = [],
}: {
  title: string;
  files: ImportItem['report']['unreadable'];
}): ReactNode {
  if (!files || files.length === 0) return null;
  return (
    <section className="stack">
      <h3>{title}</h3>
      <ul className="facts">
        {files.map(({ path, why }) => (
          <li key={`${path} ${why}`}>
            <code>{path}</code>
            <span>{why}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
