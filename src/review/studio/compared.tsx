import { useQuery } from '@tanstack/react-query';
import { Segmented } from 'antd';
import { useState, type ReactNode } from 'react';
import type { Difference } from '#authoring/schema.ts';
import { DifferencePanel } from '#authoring/studio/difference.tsx';
import '#authoring/studio/authoring.css';
import { ask } from '#studio/api.ts';
import { useWords } from '#studio/preferences.tsx';
import { Answer } from '#studio/screen.tsx';
import { stageStudioWords } from './words.ts';

/** Two versions of a lesson or of what a work says of itself. */
export interface Pair {
  /** `/lessons/<id>` or `/works/<id>`. */
  readonly path: string;
  readonly liveId: string;
  readonly draftId: string;
}

/** A text, or how it differs from what is live; just the text where there is nothing to compare. */
export function Compared({
  pair,
  children,
}: {
  pair: Pair | undefined;
  children: ReactNode;
}): ReactNode {
  const words = useWords(stageStudioWords);
  const [view, setView] = useState<'content' | 'difference'>('content');
  if (!pair || pair.liveId === pair.draftId) return children;
  return (
    <div className="stack">
      <Segmented
        className="difference-views"
        aria-label={words.show}
        value={view}
        onChange={setView}
        options={[
          { value: 'content' as const, label: words.content },
          { value: 'difference' as const, label: words.difference },
        ]}
      />
      {view === 'content' ? children : <Differing pair={pair} />}
    </div>
  );
}

function Differing({ pair: { path, liveId, draftId } }: { pair: Pair }): ReactNode {
  const body = { from: { version: liveId }, to: { version: draftId } };
  const query = useQuery({
    queryKey: [`${path}/difference`, body],
    queryFn: () => ask<Difference>('POST', `${path}/difference`, { body }),
  });
  return <Answer of={query}>{(difference) => <DifferencePanel difference={difference} />}</Answer>;
}
