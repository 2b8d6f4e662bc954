import type { ReactNode } from 'react';
import { AssetField } from '#media/studio/asset-field.tsx';
import { mediaOf } from '../rules/kinds.ts';
import type { LessonKind } from '../types.ts';

/** A field for the file that an item of `kind` is made of. */
export function ItemFile({
  kind,
  ...field
}: {
  kind: Exclude<LessonKind, 'text'>;
  value?: string | null;
  onChange?: (assetId: string | null) => void;
}): ReactNode {
  return <AssetField kinds={mediaOf(kind)} {...field} />;
}
