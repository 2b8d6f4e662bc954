import { Button, Modal, Select } from 'antd';
import { useState, type ReactNode } from 'react';
import { fill } from '#kernel/locale.ts';
import type { AssetItem, GiveSubtitles, SubtitleTracks } from '#media/schema.ts';
import { ApiProblem, ask, useAsk } from '#studio/api.ts';
import { useConfirm, useDeed, type Deed } from '#studio/deed.tsx';
import { usePreferences, useWords } from '#studio/preferences.tsx';
import { Answer } from '#studio/screen.tsx';
import { TwoLines } from '#studio/state-tag.tsx';
import { subtitleLocales } from '../types.ts';
import { subtitleLanguage } from '../words.ts';
import { AssetPicker } from './asset-field.tsx';
import { subtitleWords } from './words.ts';

type Track = SubtitleTracks['tracks'][number];

/** Whether an asset is one that can have subtitles. */
export function isSpoken({ kind }: Pick<AssetItem, 'kind'>): boolean {
  return kind === 'video' || kind === 'audio';
}

/** The subtitles of a recording in a dialog of their own. */
export function SubtitlesDialog({
  asset,
  onClose,
}: {
  asset: Pick<AssetItem, 'id' | 'fileName'>;
  onClose: () => void;
}): ReactNode {
  const words = useWords(subtitleWords);
  return (
    <Modal
      open
      title={fill(words.titleOf, { name: asset.fileName })}
      footer={null}
      onCancel={onClose}
    >
      <Subtitles assetId={asset.id} />
    </Modal>
  );
}

/** The subtitles of a recording by language: one adds, replaces and removes them here. */
export function Subtitles({ assetId }: { assetId: string }): ReactNode {
  const words = useWords(subtitleWords);
  const query = useAsk<SubtitleTracks>(`/assets/${assetId}/subtitles`);
  // Where a lesson becomes a film, its old file stands there until another is chosen.
  if (query.error instanceof ApiProblem && query.error.code === 'media.not_spoken') return null;
  return (
    <section className="stack-tight" aria-label={words.title}>
      <p className="quiet">{words.lead}</p>
      <Answer of={query}>{(data) => <Tracks assetId={assetId} {...data} />}</Answer>
    </section>
  );
}

interface Giving extends GiveSubtitles {
  readonly locale: string;
}

/** Writes what is chosen, and reads again what depends on it. */
function useGiving(assetId: string): Deed<Giving> {
  const words = useWords(subtitleWords);
  const path = `/assets/${assetId}/subtitles`;
  return useDeed(
    ({ locale, subtitleId, replaces }: Giving) =>
      ask('PUT', `${path}/${locale}`, { body: { subtitleId, replaces } }),
    { done: words.added, refreshes: [path, '/library'] },
  );
}

function Tracks({ assetId, tracks, mayChange }: SubtitleTracks & { assetId: string }): ReactNode {
  const words = useWords(subtitleWords);
  return (
    <>
      {tracks.length === 0 && <p>{words.none}</p>}
      {tracks.length > 0 && (
        <ul className="subtitles" aria-label={words.title}>
          {tracks.map((track) => (
            <li key={track.locale}>
              <TwoLines main={<Language of={track.locale} />} more={track.fileName} />
              {mayChange && <Deeds assetId={assetId} track={track} />}
            </li>
          ))}
        </ul>
      )}
      {mayChange && <Add assetId={assetId} taken={tracks.map(({ locale }) => locale)} />}
    </>
  );
}

function Language({ of: locale }: { of: string }): ReactNode {
  return <span lang={locale}>{subtitleLanguage(locale)}</span>;
}

/** What can be done with the subtitles of one language. */
function Deeds({ assetId, track }: { assetId: string; track: Track }): ReactNode {
  const words = useWords(subtitleWords);
  const confirm = useConfirm();
  const [isChoosing, setChoosing] = useState(false);
  const give = useGiving(assetId);
  const path = `/assets/${assetId}/subtitles`;
  const take = useDeed((locale: string) => ask('DELETE', `${path}/${locale}`), {
    done: words.removed,
    refreshes: [path, '/library'],
  });
  const { locale, fileName, subtitleId: replaces } = track;
  const language = subtitleLanguage(locale);
  const replace = (subtitleId: string, after: string) =>
    confirm({
      title: fill(words.replaceTitle, { language }),
      text: fill(words.replaceText, { before: fileName, after }),
      yes: words.replace,
      isDangerous: false,
      act: () => give.run({ locale, subtitleId, replaces }),
    });
  const remove = () =>
    confirm({
      title: fill(words.removeTitle, { language }),
      text: fill(words.removeText, { name: fileName }),
      yes: words.remove,
      act: () => take.run(locale),
    });
  return (
    <span className="row">
      <Button
        size="small"
        aria-label={`${words.replace}: ${language}`}
        onClick={() => setChoosing(true)}
      >
        {words.replace}
      </Button>
      <Button
        size="small"
        type="text"
        danger
        aria-label={`${words.remove}: ${language}`}
        onClick={remove}
      >
        {words.remove}
      </Button>
      {isChoosing && (
        <AssetPicker
          kinds={['subtitle']}
          onClose={() => setChoosing(false)}
          onChoose={({ id, fileName: after }) => {
            setChoosing(false);
            if (id !== replaces) replace(id, after);
          }}
        />
      )}
    </span>
  );
}

/** One name is offered once: what says the same of a region stays where an import brought it. */
const offered = subtitleLocales.filter((locale) => locale !== 'zh-CN' && locale !== 'zh-TW');

function Add({ assetId, taken }: { assetId: string; taken: readonly string[] }): ReactNode {
  const words = useWords(subtitleWords);
  const { locale: own } = usePreferences();
  const [wanted, setWanted] = useState<string>();
  const [isChoosing, setChoosing] = useState(false);
  const give = useGiving(assetId);
  const free = offered.filter((locale) => !taken.includes(locale));
  const first = [wanted, own, 'en'].find((locale) => free.some((one) => one === locale));
  const locale = first ?? free[0];
  if (locale === undefined) return null;
  return (
    <div className="row">
      <Select
        className="subtitle-language"
        aria-label={words.language}
        value={locale}
        onChange={setWanted}
        showSearch={{ optionFilterProp: 'label' }}
        options={free.map((value) => ({ value, label: subtitleLanguage(value) }))}
      />
      <Button loading={give.isBusy} onClick={() => setChoosing(true)}>
        {words.add}
      </Button>
      {isChoosing && (
        <AssetPicker
          kinds={['subtitle']}
          onClose={() => setChoosing(false)}
          onChoose={({ id }) => {
            setChoosing(false);
            void give.run({ locale, subtitleId: id, replaces: null });
          }}
        />
      )}
    </div>
  );
}
