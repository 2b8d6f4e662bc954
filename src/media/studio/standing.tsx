import { fill } from '#kernel/locale.ts';
import { Progress } from 'antd';
import type { ReactNode } from 'react';
import type { AssetItem } from '#media/schema.ts';
import { usePreferences, useWords } from '#studio/preferences.tsx';
import { useAsk } from '#studio/api.ts';
import { StateTag } from '#studio/state-tag.tsx';
import { assetStateWords } from '../words.ts';
import { MadeHereList } from './made-here-list.tsx';
import { makingStepWords, makingWords } from './words.ts';

const tones = { processing: 'processing', ready: 'success', failed: 'error' } as const;
// Changes are told of (`useTopic`); this is for where nothing can be told.
const followMs = 10_000;

/** How an asset stands: its state, and how far what is still being made of it is. */
export function Standing({ item }: { item: Pick<AssetItem, 'state' | 'making'> }): ReactNode {
  return (
    <span className="stack-tight">
      <span>
        <StateTag of={item.state} words={assetStateWords} tones={tones} />
      </span>
      {item.making && <MakingBar making={item.making} />}
    </span>
  );
}

function MakingBar({ making }: { making: NonNullable<AssetItem['making']> }): ReactNode {
  const { locale } = usePreferences();
  const words = useWords(makingWords);
  const step = makingStepWords[making.step][locale];
  const left = making.leftSec === null ? '' : ` · ${sayLeft(making.leftSec, words)}`;
  return (
    <span className="making">
      <Progress percent={making.percent} size="small" status="active" aria-label={step} />
      <small className="quiet">{step + left}</small>
    </span>
  );
}

const minuteSec = 60;
const hourSec = 3_600;

/** `about 3 min left`. */
function sayLeft(
  leftSec: number,
  words: Readonly<Record<keyof typeof makingWords, string>>,
): string {
  if (leftSec < minuteSec) return words.soon;
  if (leftSec < hourSec) return fill(words.minutes, { n: Math.ceil(leftSec / minuteSec) });
  return fill(words.hours, { n: (leftSec / hourSec).toFixed(1) });
}

/** An asset by its id, followed until all is made of it. */
export function FollowedAsset({ id }: { id: string }): ReactNode {
  const { data } = useAsk<AssetItem>(
    `/assets/${id}`,
    {},
    { everyMs: (asset) => (asset?.making || asset?.state === 'processing' ? followMs : false) },
  );
  if (!data) return <code>…{id.slice(-8)}</code>;
  return (
    <span className="stack-tight">
      <span>{data.fileName}</span>
      <Standing item={data} />
      {data.failure && <span className="quiet">{data.failure}</span>}
      <MadeHereList assetId={id} />
    </span>
  );
}
