import { CheckCircleOutlined, ClockCircleOutlined } from '@ant-design/icons';
import { Link } from '@tanstack/react-router';
import { Alert, Button, Card, Input } from 'antd';
import { useState, type ReactNode } from 'react';
import type { WorkDetail } from '#catalog/schema.ts';
import type { Checklist, SubmissionItem } from '#review/schema.ts';
import { ask, useAsk, type Page } from '#studio/api.ts';
import { useDeed } from '#studio/deed.tsx';
import { useWords } from '#studio/preferences.tsx';
import { Answer } from '#studio/screen.tsx';
import { useSession } from '#studio/session.ts';
import { Appealing, useAppeals } from './appealing.tsx';
import { useWorkPlans } from './plans.tsx';
import { PublishTime, type PublishAt } from './publish-time.tsx';
import { appealWords, reviewWords, stageStudioWords } from './words.ts';

const refreshes = ['/works', '/submissions', '/plans'];

/** A work's way through review: what is missing, handing in, taking back, the last reasons. */
export function ReviewPanel({ work }: { work: WorkDetail }): ReactNode {
  const words = useWords(reviewWords);
  const { may } = useSession();
  const { waiting } = useWorkPlans(work.id);
  if (!may('submission.submit') || work.state === 'taken_down') return null;
  // What was approved waits for its time: there is nothing to hand in, and nothing to take back.
  if (waiting.some(({ deed }) => deed === 'publish')) return null;
  return (
    <Card title={<h2>{words.checklist}</h2>}>
      <div className="stack">
        <LastReasons work={work} />
        <NextStep work={work} />
      </div>
    </Card>
  );
}

function NextStep({ work }: { work: WorkDetail }): ReactNode {
  const { waiting } = useWords(appealWords);
  const isAppealed = useAppeals(work.id).some(({ state }) => state === 'open');
  if (work.isSubmitted && isAppealed) return <p className="quiet">{waiting}</p>;
  return work.isSubmitted ? <TakeBack work={work} /> : <HandIn work={work} />;
}

const pollMs = 3_000;

function isWaitingForMedia(found: Checklist | undefined): boolean {
  return found?.checks.some(({ check, isMet }) => check === 'media_ready' && !isMet) ?? false;
}

function LastReasons({ work }: { work: WorkDetail }): ReactNode {
  const words = useWords(reviewWords);
  const { toReview } = useWords(stageStudioWords);
  const { data } = useAsk<Page<SubmissionItem>>('/submissions', { work: work.id, limit: 1 });
  const last = data?.items[0];
  const appeals = useAppeals(work.id);
  if (last?.state !== 'returned') return null;
  return (
    <Alert
      type="warning"
      title={words.lastReasons}
      description={
        <div className="stack-tight">
          <span>{last.reasons}</span>
          <Link to="/reviews/$id" params={{ id: last.id }}>
            {toReview}
          </Link>
          <Appealing
            path={`/submissions/${last.id}`}
            appeal={appeals.find(({ submissionId }) => submissionId === last.id)}
          />
        </div>
      }
    />
  );
}

function HandIn({ work }: { work: WorkDetail }): ReactNode {
  const words = useWords(reviewWords);
  const query = useAsk<Checklist>(
    `/works/${work.id}/checklist`,
    { version: work.revision },
    // Files are made ready on their own; nobody saves the draft for that.
    { everyMs: (found) => isWaitingForMedia(found) && pollMs, keepsLast: true },
  );
  const [note, setNote] = useState('');
  const [publishAt, setPublishAt] = useState<PublishAt>(null);
  const submit = useDeed(
    () => ask('POST', `/works/${work.id}/submission`, { body: { note, publishAt } }),
    { done: words.submittedNow, refreshes },
  );
  return (
    <Answer of={query}>
      {({ checks, isComplete }) => (
        <>
          <ul className="checks">
            {checks.map(({ check, isMet, words: text }) => (
              <li key={check}>
                {isMet ? (
                  <CheckCircleOutlined className="met" aria-label={words.met} />
                ) : (
                  <ClockCircleOutlined className="unmet" aria-label={words.unmet} />
                )}
                {text}
              </li>
            ))}
          </ul>
          <Input.TextArea
            aria-label={words.submitNote}
            placeholder={words.submitNote}
            value={note}
            maxLength={1000}
            rows={2}
            className="grows"
            onChange={(event) => setNote(event.target.value)}
          />
          <PublishTime now={words.publishSoon} value={publishAt} onChange={setPublishAt} />
          <p className="quiet">{words.submitText}</p>
          <Button
            type="primary"
            block
            disabled={!isComplete || publishAt === undefined}
            loading={submit.isBusy}
            onClick={() => void submit.run()}
          >
            {words.submit}
          </Button>
        </>
      )}
    </Answer>
  );
}

function TakeBack({ work }: { work: WorkDetail }): ReactNode {
  const words = useWords(reviewWords);
  const deed = useDeed(() => ask('DELETE', `/works/${work.id}/submission`), {
    done: words.takenBack,
    refreshes,
  });
  return (
    <Button block loading={deed.isBusy} onClick={() => void deed.run()}>
      {words.takeBack}
    </Button>
  );
}
