import { Button, Input, Modal, Tabs } from 'antd';
import { useState, type ReactNode } from 'react';
import type { AssetItem } from '#media/schema.ts';
import { DataTable } from '#studio/data-table.tsx';
import { useTopic } from '#studio/live.ts';
import { useWords } from '#studio/preferences.tsx';
import { useSession } from '#studio/session.ts';
import { Uploader } from '#studio/uploader.tsx';
import { commonWords } from '#studio/words.ts';
import { assetColumns, mediaTypes } from './library.tsx';
import { makeHere } from './made-here.ts';
import { FollowedAsset } from './standing.tsx';
import { libraryWords, subtitleWords } from './words.ts';

/** A field that names an asset: out of the library, or uploaded on the spot. */
export function AssetField({
  kinds,
  value,
  onChange,
}: {
  kinds: readonly AssetItem['kind'][];
  value?: string | null;
  onChange?: (assetId: string | null) => void;
}): ReactNode {
  const words = useWords(libraryWords);
  const { remove } = useWords(commonWords);
  const [isOpen, setOpen] = useState(false);
  const { may } = useSession();
  useTopic(may('media.read_asset') ? 'assets' : undefined, '/assets', '/library');
  return (
    <div className="row">
      {value ? <FollowedAsset id={value} /> : <span className="quiet">{words.noneChosen}</span>}
      <Button onClick={() => setOpen(true)}>{words.choose}</Button>
      {value && (
        <Button type="text" onClick={() => onChange?.(null)}>
          {remove}
        </Button>
      )}
      {isOpen && (
        <AssetPicker
          kinds={kinds}
          onClose={() => setOpen(false)}
          onChoose={({ id }) => {
            setOpen(false);
            onChange?.(id);
          }}
        />
      )}
    </div>
  );
}

interface Picking {
  readonly kinds: readonly AssetItem['kind'][];
  readonly onChoose: (asset: Pick<AssetItem, 'id' | 'fileName'>) => void;
}

/** A dialog that names an asset of these kinds. */
export function AssetPicker({
  kinds,
  onChoose,
  onClose,
}: Picking & { readonly onClose: () => void }): ReactNode {
  const words = useWords(libraryWords);
  const { may } = useSession();
  useTopic(may('media.read_asset') ? 'assets' : undefined, '/assets', '/library');
  const subtitles = useWords(subtitleWords);
  const isFile = kinds.includes('file');
  const isWords = kinds.every((kind) => kind === 'subtitle');
  const wanted = isWords
    ? { accept: '.srt,.vtt', hint: subtitles.hint }
    : { accept: mediaTypes, hint: words.hint };
  const upload = (
    <Uploader
      use={isFile ? 'file' : 'asset'}
      {...(isFile ? { accept: '', hint: words.fileHint } : wanted)}
      onDone={(id, file) => {
        if (!isFile) makeHere(id, file);
        onChoose({ id, fileName: file.name });
      }}
    />
  );
  return (
    <Modal open width={960} title={words.choose} footer={null} onCancel={onClose}>
      <Tabs
        destroyOnHidden
        items={[
          {
            key: 'library',
            label: words.fromLibrary,
            children: <Shelf kinds={kinds} onChoose={onChoose} />,
          },
          { key: 'upload', label: words.upload, children: upload },
        ]}
      />
    </Modal>
  );
}

/** What there is, by name. What is looked for stays in the dialog: the address belongs to the screen behind it. */
function Shelf({ kinds, onChoose }: Picking): ReactNode {
  const words = useWords(libraryWords);
  const [text, setText] = useState('');
  return (
    <div className="stack">
      <Input.Search
        allowClear
        enterButton
        aria-label={words.find}
        placeholder={words.find}
        onSearch={(typed) => setText(typed.trim())}
      />
      <DataTable<AssetItem>
        label={words.fromLibrary}
        path="/library"
        always={{ kinds: kinds.join(','), ...(text ? { text } : {}) }}
        rowKey={({ id }) => id}
        columns={assetColumns}
        hasCsv={false}
        everyMs={60_000}
        actions={({ id, fileName, state }) =>
          state === 'failed' ? null : (
            <Button size="small" type="primary" onClick={() => onChoose({ id, fileName })}>
              {words.use}
            </Button>
          )
        }
      />
    </div>
  );
}
