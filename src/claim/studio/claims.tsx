import { fill } from '#kernel/locale.ts';
import { Button, Tag } from 'antd';
import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import type { ClaimItem } from '#claim/schema.ts';
import { DataTable, type TableColumn } from '#studio/data-table.tsx';
import { choicesOf } from '#studio/filters.tsx';
import { sayInstant } from '#studio/format.ts';
import { useWords } from '#studio/preferences.tsx';
import { Screen } from '#studio/screen.tsx';
import { useSession } from '#studio/session.ts';
import { StateTag, TwoLines } from '#studio/state-tag.tsx';
import { sectionWords } from '#studio/words.ts';
import { claimStateWords } from '../words.ts';
import { CounterDialog, DecideDialog } from './dialogs.tsx';
import { claimWords } from './words.ts';

const tones = {
  open: 'processing',
  taken_down: 'warning',
  countered: 'warning',
  sued: 'error',
} as const;

const columns: readonly TableColumn<ClaimItem>[] = [
  { title: claimWords.work, isName: true, show: (claim) => <Work claim={claim} /> },
  {
    title: claimWords.state,
    show: ({ state }) => <StateTag of={state} words={claimStateWords} tones={tones} />,
  },
  {
    title: claimWords.claimant,
    show: ({ name, email }) => (email ? <TwoLines main={name} more={email} /> : name),
  },
  {
    title: claimWords.says,
    show: ({ original, reasons }) => <TwoLines main={original} more={reasons} />,
  },
  { title: claimWords.standing, show: (claim) => <Since claim={claim} /> },
  { title: claimWords.due, show: (claim) => <Due claim={claim} /> },
];

function Work({ claim: { workId, workTitle, creatorName } }: { claim: ClaimItem }): ReactNode {
  return (
    <TwoLines
      main={
        <Link to="/works/$id" params={{ id: workId }}>
          {workTitle}
        </Link>
      }
      more={creatorName}
    />
  );
}

function Since({ claim }: { claim: ClaimItem }): ReactNode {
  const words = useWords(claimWords);
  const { answer, counterWords, restoreAt, lawsuit, state, upheldCount } = claim;
  return (
    <div className="stack-tight">
      {answer && <p className="wraps">{answer}</p>}
      {counterWords && <p className="wraps">{fill(words.counterSaid, { text: counterWords })}</p>}
      {lawsuit && <p className="wraps">{fill(words.lawsuitSaid, { text: lawsuit })}</p>}
      {state === 'countered' && restoreAt && (
        <p>{fill(words.comesBack, { at: sayInstant(restoreAt) })}</p>
      )}
      {upheldCount !== null && upheldCount > 0 && (
        <Tag color="warning">{fill(words.repeated, { n: upheldCount })}</Tag>
      )}
    </div>
  );
}

function Due({ claim: { dueAt, isLate, state } }: { claim: ClaimItem }): ReactNode {
  const words = useWords(claimWords);
  if (state !== 'open') return '—';
  return (
    <div className="stack-tight">
      <span className="number">{sayInstant(dueAt)}</span>
      {isLate && <Tag color="error">{words.late}</Tag>}
    </div>
  );
}

/** Claims of copyright: all for staff, for creators those that closed works of their own. */
export function ClaimsScreen(): ReactNode {
  const { claims } = useWords(sectionWords);
  const words = useWords(claimWords);
  const { may } = useSession();
  const [deciding, setDeciding] = useState<ClaimItem>();
  const [countering, setCountering] = useState<ClaimItem>();
  return (
    <Screen title={claims}>
      <DataTable<ClaimItem>
        label={claims}
        path="/claims"
        rowKey={({ id }) => id}
        filters={[
          {
            kind: 'tabs',
            name: 'state',
            label: claimWords.state,
            choices: choicesOf(claimStateWords),
          },
          ...(may('claim.read', 'any')
            ? [
                {
                  kind: 'choice' as const,
                  name: 'late',
                  label: claimWords.lateChoice,
                  choices: [{ value: 'yes', label: claimWords.onlyLate }],
                },
              ]
            : []),
        ]}
        columns={columns}
        actions={(claim) => (
          <>
            {claim.may.decide && (
              <Button size="small" onClick={() => setDeciding(claim)}>
                {words.decide}
              </Button>
            )}
            {claim.may.counter && (
              <Button size="small" onClick={() => setCountering(claim)}>
                {words.counter}
              </Button>
            )}
          </>
        )}
      />
      {deciding && <DecideDialog claim={deciding} onClose={() => setDeciding(undefined)} />}
      {countering && <CounterDialog claim={countering} onClose={() => setCountering(undefined)} />}
    </Screen>
  );
}
