import { useParams } from '@tanstack/react-router';
import { Alert, Card, Skeleton, Tabs, Tag } from 'antd';
import { lazy, Suspense, type ReactNode } from 'react';
import type { WorkDetail } from '#catalog/schema.ts';
import { FaceForm } from '#catalog/studio/face-form.tsx';
import { Outline } from '#catalog/studio/outline.tsx';
import { PriceForm } from '#catalog/studio/price-form.tsx';
import { workWords } from '#catalog/studio/words.ts';
import { WorkState } from '#catalog/studio/works.tsx';
import { WorkPromotion } from '#affiliate/studio/work-promotion.tsx';
import { WorkCommission } from '#commission/studio/commission-line.tsx';
import { Findings } from '#moderation/studio/findings.tsx';
import { useAsk } from '#studio/api.ts';
import { useWords } from '#studio/preferences.tsx';
import { Answer, Screen } from '#studio/screen.tsx';
import { useSession } from '#studio/session.ts';
import { useWorkPlans, WorkPlans } from './plans.tsx';
import { ReviewPanel } from './review-panel.tsx';
import { TakenDown } from './taken-down.tsx';
import { WorkDeeds } from './work-deeds.tsx';
import { planStudioWords } from './words.ts';

// The editor is fetched by whoever opens what it edits.
const TextField = lazy(async () => ({
  default: (await import('#authoring/studio/text-field.tsx')).TextField,
}));

/** One work: what it says, its outline, its price, and its way through review. */
export function WorkScreen(): ReactNode {
  const { id = '' }: { id?: string } = useParams({ strict: false });
  const query = useAsk<WorkDetail>(`/works/${id}`);
  return <Answer of={query}>{(work) => <WorkEditor work={work} />}</Answer>;
}

function WorkEditor({ work }: { work: WorkDetail }): ReactNode {
  const words = useWords(workWords);
  const { may, user } = useSession();
  return (
    <Screen title={work.title} lead={<Lead work={work} />} actions={<WorkDeeds work={work} />}>
      {work.state === 'taken_down' && <TakenDown workId={work.id} />}
      {work.isSubmitted && <Closed workId={work.id} />}
      <div className="split">
        <Tabs
          items={[
            { key: 'outline', label: words.outline, children: <Outline work={work} /> },
            {
              key: 'face',
              label: words.face,
              children: (
                <Suspense fallback={<Skeleton active />}>
                  <FaceForm key={work.version} work={work} TextField={TextField} />
                </Suspense>
              ),
            },
          ]}
        />
        <div className="stack">
          <WorkPlans workId={work.id} />
          <ReviewPanel work={work} />
          <Findings workId={work.id} mayCheck={!work.isSubmitted} />
          <Card title={<h2>{words.price}</h2>}>
            <div className="stack">
              <PriceForm key={work.price} work={work} />
              {may('commission.read') && <WorkCommission workId={work.id} price={work.price} />}
              {may('affiliate.read_work') && (
                <WorkPromotion workId={work.id} isOwn={work.creatorId === user.id} />
              )}
            </div>
          </Card>
        </div>
      </div>
    </Screen>
  );
}

/** Why the draft cannot be changed now. */
function Closed({ workId }: { workId: string }): ReactNode {
  const { locked } = useWords(workWords);
  const { closed } = useWords(planStudioWords);
  const { waiting } = useWorkPlans(workId);
  const isPlanned = waiting.some(({ deed }) => deed === 'publish');
  return <Alert type="info" showIcon title={isPlanned ? closed : locked} className="gap-below" />;
}

function Lead({ work }: { work: WorkDetail }): ReactNode {
  const { publishing } = useWords(planStudioWords);
  const { waiting } = useWorkPlans(work.id);
  const isPlanned = waiting.some(({ deed }) => deed === 'publish');
  return (
    <span className="row">
      <WorkState work={isPlanned ? { ...work, isSubmitted: false } : work} />
      {isPlanned && <Tag color="processing">{publishing}</Tag>} {work.creatorName}
    </span>
  );
}
