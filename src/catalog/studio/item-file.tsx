import type { ReactNode } from 'react';
import { AssetField } from '#media/studio/asset-field.tsx';
import { Subtitles } from '#media/studio/subtitles.tsx';
import { mediaOf } from '../rules/kinds.ts';
import type { LessonKind } from '../types.ts';

/** A field for the file that an item of `kind` is made of; of what is seen or heard with its subtitles. */
export function ItemFile({
  kind,
  ...field
}: {
  kind: Exclude<LessonKind, 'text'>;
  value?: string | null;
  onChange?: (assetId: string | null) => void;
}): ReactNode {
  const isSpoken = kind === 'video' || kind === 'audio';
  return (
    <div className="stack">
      <AssetField kinds={mediaOf(kind)} {...field} />
      {isSpoken && field.value && <Subtitles assetId={field.value} />}
    </div>
  );
}
