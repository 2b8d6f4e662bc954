import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import type { ImportItem } from '#content/schema.ts';
import { ask } from '#studio/api.ts';
import { DataTable } from '#studio/data-table.tsx';
import { useDeed } from '#studio/deed.tsx';
import { sayInstant } from '#studio/format.ts';
import { useWords } from '#studio/preferences.tsx';
import { Screen } from '#studio/screen.tsx';
import { StateTag } from '#studio/state-tag.tsx';
import { Uploader } from '#studio/uploader.tsx';
import { ImportReport } from './import-report.tsx';
import { importStateWords, importWords } from './words.ts';

const tones = {
  running: 'processing',
  waiting: 'processing',
  done: 'success',
  failed: 'error',
} as const;

const pollMs = 2_000;

function isOver(state: ImportItem['state']): boolean {
  return state === 'done' || state === 'failed';
}

/** Brings a whole course as a zip: upload, progress, report; and what was imported before. */
export function ImportScreen(): ReactNode {
  const words = useWords(importWords);
  const navigate = useNavigate();
  const search: { id?: string } = useSearch({ strict: false });
  const show = (id: string) => void navigate({ to: '.', search: { id } });
  const begin = useDeed(
    (uploadId: string) => ask<ImportItem>('POST', '/imports', { body: { uploadId } }),
    {
      refreshes: ['/imports'],
      next: ({ id }) => show(id),
    },
  );
  return (
    <Screen title={words.title} lead={words.lead}>
      <div className="stack">
        <Uploader
          use="import"
          place="import"
          accept=".zip,application/zip,.docx,application/vnd.openxmlformats-officedocument.wordprocessingml.document"
          hint={words.hint}
          onDone={(id) => void begin.run(id)}
        />
        {search.id && <ImportReport key={search.id} id={search.id} />}
        <h2>{words.imports}</h2>
        <DataTable<ImportItem>
          label={words.imports}
          path="/imports"
          rowKey={({ id }) => id}
          hasCsv={false}
          everyMs={(items) => items.some(({ state }) => !isOver(state)) && pollMs}
          columns={[
            { title: importWords.file, isName: true, show: ({ fileName }) => fileName },
            {
              title: importWords.state,
              show: ({ state }) => <StateTag of={state} words={importStateWords} tones={tones} />,
            },
            {
              title: importWords.at,
              show: ({ createdAt }) => <span className="number">{sayInstant(createdAt)}</span>,
            },
          ]}
          actions={({ id, fileName }) => (
            <Button size="small" aria-label={`${words.open}: ${fileName}`} onClick={() => show(id)}>
              {words.open}
            </Button>
          )}
        />
      </div>
    </Screen>
  );
}
