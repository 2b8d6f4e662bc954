import { fill } from '#kernel/locale.ts';
import { Progress } from 'antd';
import type { ReactNode } from 'react';
import { formatDuration } from '#kernel/time.ts';
import type { AssetItem, StorageUse } from '#media/schema.ts';
import { ask, useAsk } from '#studio/api.ts';
import type { TableColumn } from '#studio/data-table.tsx';
import { sayInstant, saySize } from '#studio/format.ts';
import { useConfirm, useDeed } from '#studio/deed.tsx';
import { useWords } from '#studio/preferences.tsx';
import { Picture } from '#studio/picture.tsx';
import { StateTag, TwoLines } from '#studio/state-tag.tsx';
import { commonWords } from '#studio/words.ts';
import { assetKindWords } from '../words.ts';
import { Standing } from './standing.tsx';
import { libraryWords } from './words.ts';

/** What a browser may offer to pick; the house judges by content. */
export const mediaTypes =
  'image/*,video/mp4,video/quicktime,video/webm,audio/*,.pdf,.epub,.srt,.vtt';

/** Columns of any list of assets. */
export const assetColumns: readonly TableColumn<AssetItem>[] = [
  {
    title: libraryWords.file,
    isName: true,
    show: (item) => (
      <span className="cell-cover">
        {item.kind === 'image' && item.state === 'ready' && <Picture assetId={item.id} isSmall />}
        <TwoLines main={item.fileName} more={item.failure ?? item.mediaType} />
      </span>
    ),
  },
  {
    title: libraryWords.kind,
    show: ({ kind }) => <StateTag of={kind} words={assetKindWords} tones={{}} />,
  },
  {
    title: libraryWords.state,
    show: (item) => <Standing item={item} />,
  },
  { title: libraryWords.size, align: 'end', show: ({ sizeBytes }) => saySize(sizeBytes) },
  {
    title: libraryWords.duration,
    align: 'end',
    show: ({ durationSec }) => (durationSec === null ? '—' : formatDuration(durationSec)),
  },
  {
    title: libraryWords.created,
    show: ({ createdAt }) => <span className="number">{sayInstant(createdAt)}</span>,
  },
];

/** How much of one's room is used. */
export function SpaceUse(): ReactNode {
  const words = useWords(libraryWords);
  const { data } = useAsk<StorageUse>('/storage-use');
  if (!data) return null;
  const { usedBytes, quotaBytes } = data;
  const percent = Math.min(100, Math.round((usedBytes / quotaBytes) * 100));
  const text = fill(words.space, { used: saySize(usedBytes), quota: saySize(quotaBytes) });
  return (
    <div className="space-use">
      <span className="quiet">{text}</span>
      <Progress
        percent={percent}
        showInfo={false}
        size="small"
        status={percent >= 90 ? 'exception' : 'normal'}
        aria-label={text}
      />
    </div>
  );
}

/** Asks, then removes an asset. */
export function useRemoval(): (asset: AssetItem) => void {
  const words = useWords(libraryWords);
  const { remove } = useWords(commonWords);
  const confirm = useConfirm();
  const deed = useDeed((id: string) => ask('DELETE', `/assets/${id}`), {
    done: words.removed,
    refreshes: ['/assets', '/library', '/storage-use'],
  });
  return ({ id, fileName }) =>
    confirm({
      title: fill(words.removeTitle, { name: fileName }),
      text: words.removeText,
      yes: remove,
      act: () => deed.run(id),
    });
}
