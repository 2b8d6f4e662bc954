import type { ReactNode } from 'react';
import type { Locale } from '#kernel/locale.ts';
import { Cover, seedOf } from './cover.tsx';
import { Icon, type IconName } from './icon.tsx';
import { uiWords, type Words } from './words.ts';

/** Subtitles in one language. */
export interface Track {
  readonly src: string;
  readonly lang: string;
  readonly label: string;
}

interface PlayerShellProps {
  readonly locale: Locale;
  readonly kind: 'video' | 'audio';
  readonly title: string;
  readonly sources: readonly { readonly src: string; readonly type: string }[];
  readonly poster?: string | undefined;
  readonly tracks?: readonly Track[] | undefined;
  /** The loudest of equally long parts of the sound, 0 to 255: drawn as a wave. */
  readonly peaks?: readonly number[] | undefined;
  /** What the island needs to know, as data attributes without the `data-` prefix. */
  readonly data?: Readonly<Record<string, string>> | undefined;
}

/**
 * A player that works by the browser's own controls. The island finds `[data-island="player"]`, takes
 * `controls` off the medium, shows `.player-controls` and drives the parts by their `data-player` names.
 */
export function PlayerShell(props: PlayerShellProps): ReactNode {
  const { locale, kind, title, sources, poster, tracks = [], peaks = [], data = {} } = props;
  const Medium = kind;
  const dataset = Object.fromEntries(
    Object.entries(data).map(([key, text]) => [`data-${key}`, text]),
  );
  return (
    <section
      className={`player player-${kind}`}
      data-island="player"
      aria-label={title}
      {...dataset}
    >
      {kind === 'audio' && (
        <div className="player-head">
          <Cover
            title={title}
            picture={poster ? { src: poster, width: 320, height: 240 } : undefined}
          />
          <p className="player-title">{title}</p>
        </div>
      )}
      <Medium
        controls
        preload="metadata"
        aria-label={title}
        {...(kind === 'video' ? { poster, playsInline: true } : {})}
      >
        {sources.map((source) => (
          <source key={source.src} {...source} />
        ))}
        {tracks.map(({ src, lang, label }, index) => (
          <track
            key={src}
            kind="subtitles"
            src={src}
            srcLang={lang}
            label={label}
            default={index === 0}
          />
        ))}
      </Medium>
      <Controls
        words={uiWords(locale)}
        kind={kind}
        captions={tracks.length > 0}
        hasSheet={'sheet' in data}
        peaks={peaks}
        id={`player-${seedOf(sources[0]?.src ?? title).toString(36)}`}
      />
    </section>
  );
}

interface ControlsProps {
  readonly words: Words;
  readonly kind: 'video' | 'audio';
  readonly captions: boolean;
  readonly hasSheet: boolean;
  readonly peaks: readonly number[];
  /** Another for each player of a page. */
  readonly id: string;
}

function Controls({ words, kind, captions, hasSheet, peaks, id }: ControlsProps): ReactNode {
  const isVideo = kind === 'video';
  return (
    <div className="player-controls" hidden>
      <div className="player-seek">
        {peaks.length > 0 && <Wave peaks={peaks} id={id} />}
        <input
          type="range"
          data-player="seek"
          min="0"
          max="0"
          step="1"
          defaultValue="0"
          aria-label={words.seek}
        />
        {hasSheet && (
          <div className="player-preview" data-player="preview" aria-hidden="true" hidden>
            <span className="player-preview-picture" />
            <span className="player-time" />
          </div>
        )}
      </div>
      <div className="player-group">
        <Control name="play" icon="play" pressedIcon="pause" label={words.play} />
        <Control name="back" icon="back" label={words.back15} />
        <Control name="forward" icon="forward" label={words.forward15} />
        <Control name="mute" icon="volume" pressedIcon="muted" label={words.mute} />
        <span className="player-time">
          <span data-player="now">0:00</span> / <span data-player="length">0:00</span>
        </span>
      </div>
      <div className="player-group">
        <select data-player="speed" aria-label={words.speed} defaultValue="1">
          {['0.5', '0.75', '1', '1.25', '1.5', '2', '3'].map((rate) => (
            <option key={rate} value={rate}>
              {rate}×
            </option>
          ))}
        </select>
        {isVideo && (
          <select data-player="quality" aria-label={words.quality} hidden>
            <option value="auto">{words.qualityAuto}</option>
          </select>
        )}
        {captions && <Control name="captions" icon="captions" label={words.captions} />}
        {isVideo && (
          <>
            <Control name="pip" icon="picture-in-picture" label={words.pictureInPicture} isHidden />
            <Control name="fullscreen" icon="fullscreen" label={words.fullscreen} />
          </>
        )}
      </div>
    </div>
  );
}

const waveHeight = 32;

/** How the sound swells and fades; what has been heard is drawn over it, as far as the island says. */
function Wave({ peaks, id }: Pick<ControlsProps, 'peaks' | 'id'>): ReactNode {
  const loudest = Math.max(1, ...peaks);
  const bars = peaks.map((peak, index) => {
    const tall = Math.max(1, Math.round((peak / loudest) * waveHeight));
    return `M${index * 2} ${(waveHeight - tall) / 2}v${tall}`;
  });
  const path = bars.join('');
  return (
    <svg
      className="player-wave"
      viewBox={`-1 0 ${peaks.length * 2} ${waveHeight}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <clipPath id={id}>
        <rect data-player="heard" x="-1" y="0" width="0" height={waveHeight} />
      </clipPath>
      <path d={path} />
      <path d={path} className="player-wave-heard" clipPath={`url(#${id})`} />
    </svg>
  );
}

interface ControlProps {
  readonly name: string;
  readonly icon: IconName;
  readonly label: string;
  /** For a button that stays down: what it shows then. */
  readonly pressedIcon?: IconName;
  readonly isHidden?: boolean;
}

function Control({ name, icon, label, pressedIcon, isHidden }: ControlProps): ReactNode {
  const pressed = pressedIcon || name === 'captions' ? { 'aria-pressed': false } : {};
  return (
    <button type="button" data-player={name} aria-label={label} hidden={isHidden} {...pressed}>
      <Icon name={icon} />
      {pressedIcon && <Icon name={pressedIcon} />}
    </button>
  );
}
