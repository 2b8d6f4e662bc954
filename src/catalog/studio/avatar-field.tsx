import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { useWords } from '#studio/preferences.tsx';
import { Portrait } from '#studio/picture.tsx';
import { Uploader } from '#studio/uploader.tsx';
import { commonWords } from '#studio/words.ts';
import { faceWords } from './words.ts';

/** A portrait: shown, uploaded anew, or taken away. */
export function AvatarField({
  value,
  onChange,
}: {
  value?: string | null;
  onChange?: (assetId: string | null) => void;
}): ReactNode {
  const words = useWords(faceWords);
  const common = useWords(commonWords);
  const [isChanging, setChanging] = useState(false);
  return (
    <div className="stack cover-field">
      <div className="row">
        <Portrait assetId={value ?? null} />
        <Button onClick={() => setChanging(!isChanging)}>
          {isChanging ? common.cancel : words.changeAvatar}
        </Button>
        {value && (
          <Button danger type="text" onClick={() => onChange?.(null)}>
            {words.removeAvatar}
          </Button>
        )}
      </div>
      {isChanging && (
        <Uploader
          use="asset"
          accept="image/png,image/jpeg,image/webp"
          hint={words.avatarHelp}
          onDone={(assetId) => {
            setChanging(false);
            onChange?.(assetId);
          }}
        />
      )}
    </div>
  );
}
