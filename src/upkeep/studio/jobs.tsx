import { Button } from 'antd';
import type { ReactNode } from 'react';
import { ask } from '#studio/api.ts';
import { DataTable } from '#studio/data-table.tsx';
import { useDeed } from '#studio/deed.tsx';
import { sayInstant } from '#studio/format.ts';
import { useWords } from '#studio/preferences.tsx';
import { Screen } from '#studio/screen.tsx';
import { sectionWords } from '#studio/words.ts';
import type { BuriedJobItem } from '#upkeep/schema.ts';
import { jobWords } from './words.ts';

/** What the house could not do by itself. */
export function JobsScreen(): ReactNode {
  const { jobs } = useWords(sectionWords);
  const words = useWords(jobWords);
  const retry = useDeed((id: string) => ask('POST', `/buried-jobs/${id}/retries`), {
    done: words.retried,
    refreshes: ['/buried-jobs'],
  });
  return (
    <Screen title={jobs} lead={words.lead}>
      <DataTable<BuriedJobItem>
        label={jobs}
        path="/buried-jobs"
        rowKey={({ id }) => id}
        columns={[
          {
            title: jobWords.buried,
            show: ({ buriedAt }) => <span className="number">{sayInstant(buriedAt)}</span>,
          },
          {
            title: jobWords.reaction,
            isName: true,
            show: ({ reaction }) => <code>{reaction}</code>,
          },
          {
            title: jobWords.about,
            show: ({ payload }) => <code className="wraps">{JSON.stringify(payload)}</code>,
          },
          { title: jobWords.failure, show: ({ failure }) => failure ?? '—' },
          {
            title: jobWords.begun,
            show: ({ begunAt }) => <span className="number">{sayInstant(begunAt)}</span>,
          },
        ]}
        actions={({ id }) => (
          <Button size="small" loading={retry.isBusy} onClick={() => void retry.run(id)}>
            {words.retry}
          </Button>
        )}
      />
    </Screen>
  );
}
