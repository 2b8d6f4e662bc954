import { Link } from '@tanstack/react-router';
import { App, Button } from 'antd';
import { useState, type ReactNode } from 'react';
import type { LibraryItem } from '#catalog/schema/library.ts';
import { assetColumns, mediaTypes, SpaceUse, useRemoval } from '#media/studio/library.tsx';
import { makeHere } from '#media/studio/made-here.ts';
import { MadeHereList } from '#media/studio/made-here-list.tsx';
import { isSpoken, SubtitlesDialog } from '#media/studio/subtitles.tsx';
import { libraryWords, subtitleWords } from '#media/studio/words.ts';
import { assetKindWords } from '#media/words.ts';
import { apiAddress, refresh } from '#studio/api.ts';
import { DataTable, type TableColumn } from '#studio/data-table.tsx';
import { choicesOf, type Filter } from '#studio/filters.tsx';
import { useTopic } from '#studio/live.ts';
import { usePreferences, useWords } from '#studio/preferences.tsx';
import { Screen } from '#studio/screen.tsx';
import { Uploader } from '#studio/uploader.tsx';
import { commonWords, sectionWords } from '#studio/words.ts';
import { assetUseWords } from '../words.ts';
import { UseInCourse } from './use-in-course.tsx';
import { placeWords } from './words.ts';

type Use = LibraryItem['uses'][number];

const columns: readonly TableColumn<LibraryItem>[] = [
  ...assetColumns.slice(0, 1),
  { title: placeWords.uses, show: ({ uses }) => <Uses uses={uses} /> },
  ...assetColumns.slice(1),
];

const inLesson = ['video', 'audio', 'pdf', 'epub', 'file'] as const;

/** The kinds of file that a lesson is made of. */
export type LessonMedium = (typeof inLesson)[number];

const filters: readonly Filter[] = [
  {
    kind: 'tabs',
    name: 'use',
    label: placeWords.uses,
    choices: [{ value: 'nowhere', label: placeWords.nowhere }],
  },
  { kind: 'choice', name: 'kinds', label: libraryWords.kind, choices: choicesOf(assetKindWords) },
  { kind: 'text', name: 'text', label: libraryWords.find },
];

type Medium = LibraryItem & { readonly kind: LessonMedium };

function isMedium(asset: LibraryItem): asset is Medium {
  return inLesson.some((kind) => kind === asset.kind);
}

/** One's own assets, where each stands, and where new ones come in. */
export function LibraryScreen(): ReactNode {
  const { media } = useWords(sectionWords);
  const words = useWords(libraryWords);
  const { message } = App.useApp();
  const [chosen, setChosen] = useState<Medium>();
  const [spoken, setSpoken] = useState<LibraryItem>();
  useTopic('assets', '/library', '/assets', '/storage-use');
  const remove = useRemoval();
  const note = (id: string, file: File) => {
    makeHere(id, file);
    message.success(words.uploaded);
    void refresh('/library', '/assets', '/storage-use');
  };
  return (
    <Screen title={media} lead={words.lead}>
      <div className="stack">
        <Uploader
          use="asset"
          place="library"
          accept={mediaTypes}
          isMany
          hint={words.hint}
          onDone={note}
        />
        <MadeHereList />
        <SpaceUse />
        <DataTable<LibraryItem>
          label={media}
          path="/library"
          rowKey={({ id }) => id}
          columns={columns}
          everyMs={60_000}
          filters={filters}
          actions={(asset) => (
            <Deeds
              asset={asset}
              onUse={setChosen}
              onSubtitles={() => setSpoken(asset)}
              onRemove={() => remove(asset)}
            />
          )}
        />
        {spoken && <SubtitlesDialog asset={spoken} onClose={() => setSpoken(undefined)} />}
        {chosen && <UseInCourse asset={chosen} onClose={() => setChosen(undefined)} />}
      </div>
    </Screen>
  );
}

/** What can be done with one file. */
function Deeds({
  asset,
  onUse,
  onSubtitles,
  onRemove,
}: {
  asset: LibraryItem;
  onUse: (asset: Medium) => void;
  onSubtitles: () => void;
  onRemove: () => void;
}): ReactNode {
  const words = useWords(libraryWords);
  const places = useWords(placeWords);
  const common = useWords(commonWords);
  const subtitles = useWords(subtitleWords);
  const { id, fileName, kind, state, uses } = asset;
  return (
    <>
      {isMedium(asset) && state !== 'failed' && (
        <Button size="small" aria-label={`${places.use}: ${fileName}`} onClick={() => onUse(asset)}>
          {places.use}
        </Button>
      )}
      {isSpoken(asset) && state !== 'failed' && (
        <Button size="small" aria-label={`${subtitles.title}: ${fileName}`} onClick={onSubtitles}>
          {subtitles.title}
        </Button>
      )}
      {state === 'ready' && kind !== 'video' && (
        <Button
          size="small"
          href={apiAddress(`/assets/${id}/file`)}
          target="_blank"
          rel="noreferrer"
        >
          {words.open}
        </Button>
      )}
      {uses.length === 0 && (
        <Button size="small" type="text" danger onClick={onRemove}>
          {common.remove}
        </Button>
      )}
    </>
  );
}

const shownUses = 3;

/** Where an asset stands: the first places at once, the others on demand. */
function Uses({ uses }: { uses: readonly Use[] }): ReactNode {
  const words = useWords(placeWords);
  const first = uses.slice(0, shownUses);
  const rest = uses.slice(shownUses);
  if (uses.length === 0) return <span className="quiet">{words.none}</span>;
  return (
    <div className="uses">
      <UseList uses={first} />
      {rest.length > 0 && (
        <details>
          <summary>{words.more.replace('{n}', String(rest.length))}</summary>
          <UseList uses={rest} />
        </details>
      )}
    </div>
  );
}

function UseList({ uses }: { uses: readonly Use[] }): ReactNode {
  return (
    <ul>
      {uses.map((one) => (
        <li key={`${one.kind} ${one.workId} ${one.lessonId} ${one.place}`}>
          <OneUse of={one} />
        </li>
      ))}
    </ul>
  );
}

function OneUse({ of }: { of: Use }): ReactNode {
  const { locale } = usePreferences();
  const kind = assetUseWords[of.kind][locale];
  const { workId, workTitle, lessonId, place } = of;
  if (!workId)
    return (
      <span>
        {kind}
        {place && <span className="quiet"> {place}</span>}
      </span>
    );
  const link = lessonId ? (
    <Link to="/works/$id/lessons/$lessonId" params={{ id: workId, lessonId }}>
      {place}
    </Link>
  ) : (
    <Link to="/works/$id" params={{ id: workId }}>
      {workTitle}
    </Link>
  );
  return (
    <span>
      {link} <span className="quiet">{lessonId ? workTitle : kind}</span>
    </span>
  );
}
