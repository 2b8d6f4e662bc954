import { fill } from '#kernel/locale.ts';
import { Button, Card, Tag } from 'antd';
import type { ReactNode } from 'react';
import type { WorkCheckItem, WorkFindingItem } from '#moderation/schema.ts';
import { placeWords } from '#moderation/words.ts';
import { ask, useAsk } from '#studio/api.ts';
import { useDeed } from '#studio/deed.tsx';
import { sayInstant } from '#studio/format.ts';
import { useWords } from '#studio/preferences.tsx';
import { Answer } from '#studio/screen.tsx';
import { useSession } from '#studio/session.ts';
import { StateTag } from '#studio/state-tag.tsx';
import { findingWords, kindWords, severityWords } from './words.ts';

export const severityTones = {
  block: 'error',
  replace: 'warning',
  review: 'warning',
  note: 'default',
} as const;

interface FindingsProps {
  readonly workId: string;
  /** Whether who looks may have the draft checked again. */
  readonly mayCheck: boolean;
  /** Leads to the text that a finding stands in; absent where it is not on the screen. */
  readonly onGo?: (finding: WorkFindingItem) => void;
}

/** What the machine found in a work's draft; nothing for those who may not know. */
export function Findings(props: FindingsProps): ReactNode {
  const { may } = useSession();
  return may('work-check.run') ? <FindingsCard {...props} /> : null;
}

function FindingsCard({ workId, mayCheck, onGo }: FindingsProps): ReactNode {
  const words = useWords(findingWords);
  const query = useAsk<WorkCheckItem>(`/works/${workId}/check`);
  const check = useDeed(() => ask('POST', `/works/${workId}/check`), {
    done: words.checked,
    refreshes: [`/works/${workId}/check`],
  });
  return (
    <Card
      title={<h2>{words.title}</h2>}
      extra={
        mayCheck && (
          <Button size="small" loading={check.isBusy} onClick={() => void check.run()}>
            {query.data?.checkedAt ? words.again : words.check}
          </Button>
        )
      }
    >
      <Answer of={query}>{(found) => <Found check={found} {...(onGo ? { onGo } : {})} />}</Answer>
    </Card>
  );
}

function Found({
  check,
  onGo,
}: {
  check: WorkCheckItem;
  onGo?: (finding: WorkFindingItem) => void;
}): ReactNode {
  const words = useWords(findingWords);
  const { checkedAt, isStale, findings, isCut } = check;
  if (checkedAt === null) return <p className="quiet">{words.never}</p>;
  return (
    <div className="stack">
      <p className="quiet">
        <span className="number">{sayInstant(checkedAt)}</span> {isStale && words.stale}
      </p>
      {findings.length === 0 && <p>{words.clean}</p>}
      {isCut && <p className="quiet">{words.cut}</p>}
      <ul className="findings">
        {findings.map((finding, index) => (
          <li key={index}>
            <OneFinding finding={finding} {...(onGo ? { onGo } : {})} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function OneFinding({
  finding,
  onGo,
}: {
  finding: WorkFindingItem;
  onGo?: (finding: WorkFindingItem) => void;
}): ReactNode {
  const words = useWords(findingWords);
  const kinds = useWords(kindWords);
  const { kind, severity, before, hit, after, detail, percent = 0 } = finding;
  return (
    <>
      <span className="row">
        <StateTag of={severity} words={severityWords} tones={severityTones} />
        <Tag>{kinds[kind]}</Tag>
        <Place finding={finding} />
        {onGo && finding.field === 'body' && (
          <Button size="small" type="link" onClick={() => onGo(finding)}>
            {words.go}
          </Button>
        )}
      </span>
      {kind === 'duplicate' ? (
        <span>{fill(words.alike, { percent, title: detail })}</span>
      ) : (
        <q>
          {before}
          <mark>{hit || detail}</mark>
          {after}
        </q>
      )}
    </>
  );
}

function Place({ finding: { field, title } }: { finding: WorkFindingItem }): ReactNode {
  return fill(useWords(placeWords)[field], { title });
}
