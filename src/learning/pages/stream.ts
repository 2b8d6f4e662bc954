import type Hls from 'hls.js';
import type { ErrorData, Events, HlsConfig } from 'hls.js';

const hlsType = 'application/vnd.apple.mpegurl';

/** What a stream needs to know of the page. */
export interface StreamWish {
  readonly startSec: number;
  /** A fresh address of the same recording, or none. */
  readonly renew: () => Promise<string | undefined>;
  readonly failed: () => void;
  /** Which heights there are, lowest first, and which is being played. */
  readonly onQuality: (heights: readonly number[], playing: number | undefined) => void;
}

export interface Stream {
  /** Plays on from fresh addresses, at the same place. */
  reload(src: string): void;
  /** Plays in this height from the next piece on, or in the best that the line carries. */
  choose(height: number | undefined): void;
}

/** Gives a medium its stream: by MediaSource where there is one, else as the browser does by itself. */
export async function openStream(medium: HTMLMediaElement, wish: StreamWish): Promise<Stream> {
  const source = medium.querySelector('source');
  if (source?.type !== hlsType) return openFile(medium, wish);

  const { default: HlsPlayer } = await import('hls.js');
  if (!HlsPlayer.isSupported()) return openFile(medium, wish);
  const { src } = source;
  // The elements that work without script would be tried by the browser again whenever the stream is detached.
  for (const element of medium.querySelectorAll('source')) element.remove();
  medium.removeAttribute('src');
  const player = new HlsPlayer(configOf(wish, src));
  let recoveries = 0;
  player.on(HlsPlayer.Events.ERROR, (_event: Events.ERROR, data: ErrorData) => {
    if (!data.fatal) return;
    if (data.type === HlsPlayer.ErrorTypes.MEDIA_ERROR && recoveries++ < 3)
      player.recoverMediaError();
    else wish.failed();
  });
  const tell = () => wish.onQuality(heightsOf(player), heightOf(player, player.currentLevel));
  player.on(HlsPlayer.Events.MANIFEST_PARSED, tell);
  player.on(HlsPlayer.Events.LEVEL_SWITCHED, tell);
  player.on(HlsPlayer.Events.LEVEL_SWITCHED, () => keepBandwidth(player.bandwidthEstimate));
  return attach(player, medium, src);
}

const bandwidthKey = 'player-bandwidth';
const usualBps = 3_000_000;

function keepBandwidth(bps: number): void {
  if (Number.isFinite(bps)) localStorage.setItem(bandwidthKey, String(Math.round(bps)));
}

function configOf(wish: StreamWish, src: string): Partial<HlsConfig> {
  return {
    startPosition: wish.startSec > 0 ? wish.startSec : -1,
    enableWorker: false,
    // What the last recording found out, so that the first seconds of this one are good already.
    abrEwmaDefaultEstimate: Number(localStorage.getItem(bandwidthKey)) || usualBps,
    // Nobody sees more pixels than the page has room for; who chooses a height gets it all the same.
    capLevelToPlayerSize: true,
    backBufferLength: 60,
    xhrSetup: renewing(wish, src),
  };
}

const playlistAddress = /^(.*\/media\/p\/[^/]+\/)[^/]+(\/.+)$/;
const freshMs = 4 * 60_000;

/** Lists of pieces are read when their height is first wanted, which may be long after the address was given out. */
function renewing({ renew }: StreamWish, src: string): NonNullable<HlsConfig['xhrSetup']> {
  let token = tokenOf(src);
  let givenOutMs = performance.now();
  return async (xhr, url) => {
    const [, start, end] = playlistAddress.exec(url) ?? [];
    if (start === undefined || end === undefined) return;
    if (performance.now() - givenOutMs > freshMs) {
      token = tokenOf((await renew()) ?? url) ?? token;
      givenOutMs = performance.now();
    }
    xhr.open('GET', `${start}${token ?? ''}${end}`, true);
  };
}

function tokenOf(src: string): string | undefined {
  return /\/media\/p\/[^/]+\/([^/]+)\//.exec(src)?.[1];
}

function heightOf(player: Hls, level: number): number | undefined {
  const { width = 0, height = 0 } = player.levels[level] ?? {};
  return Math.min(width, height) || undefined;
}

function heightsOf(player: Hls): number[] {
  const heights = player.levels.map((_, level) => heightOf(player, level) ?? 0);
  return [...new Set(heights)].filter((height) => height > 0).toSorted((a, b) => a - b);
}

function attach(player: Hls, medium: HTMLMediaElement, src: string): Stream {
  // What was chosen holds for the fresh list, too.
  let chosen: number | undefined;
  const levelOf = (height: number | undefined) =>
    height === undefined
      ? -1
      : player.levels.findLastIndex((_, level) => heightOf(player, level) === height);
  player.on(
    'hlsManifestParsed' as Events.MANIFEST_PARSED,
    () => (player.nextLevel = levelOf(chosen)),
  );
  player.loadSource(src);
  player.attachMedia(medium);
  return {
    reload: (fresh) => {
      const at = medium.currentTime;
      player.config.startPosition = at;
      player.loadSource(fresh);
      medium.currentTime = at;
    },
    choose: (height) => {
      chosen = height;
      player.nextLevel = levelOf(height);
    },
  };
}

function openFile(medium: HTMLMediaElement, { startSec, failed }: StreamWish): Stream {
  const seek = (at: number) => {
    if (at <= 0) return;
    if (medium.readyState >= medium.HAVE_METADATA) medium.currentTime = at;
    else medium.addEventListener('loadedmetadata', () => (medium.currentTime = at), { once: true });
  };
  medium.addEventListener('error', failed, true);
  seek(startSec);
  return {
    reload: (fresh) => {
      const at = medium.currentTime;
      for (const element of medium.querySelectorAll('source')) element.remove();
      medium.src = fresh;
      seek(at);
    },
    choose: () => undefined,
  };
}
