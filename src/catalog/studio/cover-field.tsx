import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { usePreferences, useWords } from '#studio/preferences.tsx';
import { Picture } from '#studio/picture.tsx';
import { Uploader } from '#studio/uploader.tsx';
import { workWords } from './words.ts';

/** A work's cover: shown, and uploaded anew. */
export function CoverField({
  value,
  onChange,
  isLocked,
}: {
  value?: string | null;
  onChange?: (assetId: string) => void;
  isLocked: boolean;
}): ReactNode {
  const words = useWords(workWords);
  const { locale } = usePreferences();
  const [isChanging, setChanging] = useState(false);
  return (
    <div className="stack cover-field">
      <Picture assetId={value ?? null} />
      {isChanging ? (
        <Uploader
          use="asset"
          accept="image/png,image/jpeg,image/webp"
          hint={workWords.coverHelp[locale]}
          onDone={(assetId) => {
            setChanging(false);
            onChange?.(assetId);
          }}
        />
      ) : (
        <div>
          <Button disabled={isLocked} onClick={() => setChanging(true)}>
            {words.changeCover}
          </Button>
        </div>
      )}
    </div>
  );
}
