import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import type { ImportItem } from '#content/schema.ts';
import { ask } from '#studio/api.ts';
import { DataTable, type TableColumn } from '#studio/data-table.tsx';
import { useDeed, type Deed } from '#studio/deed.tsx';
import { sayInstant } from '#studio/format.ts';
import { useWords } from '#studio/preferences.tsx';
import { Screen } from '#studio/screen.tsx';
import { StateTag } from '#studio/state-tag.tsx';
import { Uploader } from '#studio/uploader.tsx';
import { ImportFeed } from './import-feed.tsx';
import { ImportReport } from './import-report.tsx';
import { importStateWords, importWords } from './words.ts';

const tones = {
  running: 'processing',
  waiting: 'processing',
  done: 'success',
  failed: 'error',
} as const;

const accepted = [
  '.zip,application/zip',
  '.docx,application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  '.xml,.rss,.atom,.json,application/rss+xml,application/json',
].join();

const pollMs = 2_000;

function isOver(state: ImportItem['state']): boolean {
  return state === 'done' || state === 'failed';
}

const columns: readonly TableColumn<ImportItem>[] = [
  { title: importWords.file, isName: true, show: ({ fileName }) => fileName },
  {
    title: importWords.state,
    show: ({ state }) => <StateTag of={state} words={importStateWords} tones={tones} />,
  },
  {
    title: importWords.at,
    show: ({ createdAt }) => <span className="number">{sayInstant(createdAt)}</span>,
  },
];

/** Brings a course, a document or a publication from elsewhere: upload or address, progress, report; and what came before. */
export function ImportScreen(): ReactNode {
  const words = useWords(importWords);
  const navigate = useNavigate();
  const search: { id?: string } = useSearch({ strict: false });
  const show = (id: string) => void navigate({ to: '.', search: { id } });
  const after = { refreshes: ['/imports'], next: ({ id }: ImportItem) => show(id) };
  const begin = useDeed(
    (uploadId: string) => ask<ImportItem>('POST', '/imports', { body: { uploadId } }),
    after,
  );
  const fetch = useDeed(
    (address: string) => ask<ImportItem>('POST', '/imports', { body: { address } }),
    after,
  );
  return (
    <Screen title={words.title} lead={words.lead}>
      <div className="stack">
        <Uploader
          use="import"
          place="import"
          accept={accepted}
          hint={words.hint}
          onDone={(id) => void begin.run(id)}
        />
        <ImportFeed deed={fetch} />
        {search.id && <ImportReport key={search.id} id={search.id} />}
        <h2>{words.imports}</h2>
        <Imports fetching={fetch} onShow={show} />
      </div>
    </Screen>
  );
}

/** What was imported before; what came from an address can be brought up to date. */
function Imports({
  fetching,
  onShow,
}: {
  fetching: Deed<string>;
  onShow: (id: string) => void;
}): ReactNode {
  const words = useWords(importWords);
  return (
    <DataTable<ImportItem>
      label={words.imports}
      path="/imports"
      rowKey={({ id }) => id}
      hasCsv={false}
      everyMs={(items) => items.some(({ state }) => !isOver(state)) && pollMs}
      columns={columns}
      actions={({ id, fileName, address, state }) => (
        <>
          {address !== null && isOver(state) && (
            <Button
              size="small"
              aria-label={`${words.again}: ${fileName}`}
              disabled={fetching.isBusy}
              onClick={() => void fetching.run(address)}
            >
              {words.again}
            </Button>
          )}
          <Button size="small" aria-label={`${words.open}: ${fileName}`} onClick={() => onShow(id)}>
            {words.open}
          </Button>
        </>
      )}
    />
  );
}
