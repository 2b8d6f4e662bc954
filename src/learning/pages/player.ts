import { clock } from './clock.ts';
import { takeMediaKeys } from './media-keys.ts';
import { Playhead } from './playhead.ts';
import { QualityChoice } from './quality-choice.ts';
import { previewOver } from './sheet-preview.ts';
import { Seat } from './seat.ts';
import { openStream, type Stream } from './stream.ts';
import { Watermark } from './watermark.ts';

const reportMs = 15_000;
const jumpSec = 15;
const speedKey = 'player-speed';

/** A player that was drawn, by the server or in small (`mini-player.ts`), brought to life. */
export class Player {
  readonly #root: HTMLElement;
  readonly #medium: HTMLMediaElement;
  readonly #playhead = new Playhead();
  readonly #seat = new Seat();
  #stream: Stream | undefined;
  #isRenewed = false;

  constructor(root: HTMLElement, medium: HTMLMediaElement) {
    this.#root = root;
    this.#medium = medium;
  }

  async start(): Promise<void> {
    const select = this.#part<HTMLSelectElement>('quality');
    const quality = select && new QualityChoice(select, (height) => this.#stream?.choose(height));
    this.#stream = await openStream(this.#medium, {
      startSec: Number(this.#root.dataset['start'] ?? 0),
      renew: () => this.#askAddress(),
      failed: () => void this.#renew(),
      onQuality: (heights, playing) => quality?.show(heights, playing),
    });
    this.#drive();
    this.#keepProgress();
    this.#root.querySelector('.player-controls')?.removeAttribute('hidden');
    this.#medium.removeAttribute('controls');
    // Whoever clicks on the pictures goes on by keyboard from there.
    this.#medium.tabIndex = -1;
    const { mark } = this.#root.dataset;
    if (mark) new Watermark(this.#root, this.#medium, mark).show();
  }

  #part<T extends Element = HTMLElement>(name: string): T | null {
    return this.#root.querySelector<T>(`[data-player="${name}"]`);
  }

  #drive(): void {
    const medium = this.#medium;
    const deeds: Readonly<Record<string, () => void>> = {
      play: () => this.#toggle(),
      back: () => this.#jump(-jumpSec),
      forward: () => this.#jump(jumpSec),
      mute: () => this.#turnMute(),
      captions: () => this.#turnCaptions(),
      pip: () => void this.#turnPictureInPicture(),
      fullscreen: () => this.#turnFullscreen(),
    };
    for (const [name, deed] of Object.entries(deeds))
      this.#part(name)?.addEventListener('click', deed);
    medium.addEventListener('click', () => this.#toggle());
    this.#root.addEventListener('keydown', (event) => this.#onKey(event));
    for (const name of ['play', 'pause', 'ended', 'volumechange'] as const)
      medium.addEventListener(name, () => this.#showState());
    for (const name of ['timeupdate', 'durationchange', 'seeked'] as const)
      medium.addEventListener(name, () => this.#showTime());
    medium.addEventListener('playing', () => this.#tell(''));
    this.#driveSeek();
    this.#driveSpeed();
    this.#driveFromOutside();
    if (document.pictureInPictureEnabled) this.#part('pip')?.removeAttribute('hidden');
    this.#showState();
    this.#showTime();
    this.#showCaptions();
  }

  #driveSeek(): void {
    const seek = this.#part<HTMLInputElement>('seek');
    seek?.addEventListener('input', () => (this.#medium.currentTime = Number(seek.value)));
    const [preview, { sheet }] = [this.#part('preview'), this.#root.dataset];
    if (seek && preview && sheet) previewOver(seek, preview, sheet);
  }

  #driveSpeed(): void {
    const speed = this.#part<HTMLSelectElement>('speed');
    if (!speed) return;
    const known = localStorage.getItem(speedKey);
    if (known && Array.from(speed.options).some(({ value }) => value === known))
      speed.value = known;
    const apply = () => (this.#medium.playbackRate = Number(speed.value));
    speed.addEventListener('change', () => {
      localStorage.setItem(speedKey, speed.value);
      apply();
    });
    this.#medium.addEventListener('loadedmetadata', apply);
    apply();
  }

  #driveFromOutside(): void {
    const { artist = '', album = '', picture, previous, next } = this.#root.dataset;
    const title = this.#root.getAttribute('aria-label') ?? '';
    takeMediaKeys(
      this.#medium,
      { title, artist, album, picture, previous, next },
      {
        toggle: () => this.#toggle(),
        jump: (sec) => this.#jump(sec),
        seek: (sec) => (this.#medium.currentTime = sec),
      },
    );
  }

  #toggle(): void {
    if (this.#medium.paused) this.#medium.play().catch(() => this.#showState());
    else this.#medium.pause();
  }

  #jump(sec: number): void {
    this.#seek(this.#medium.currentTime + sec);
  }

  #seek(toSec: number): void {
    const { duration } = this.#medium;
    const end = Number.isFinite(duration) ? duration : Infinity;
    this.#medium.currentTime = Math.min(Math.max(0, toSec), end);
  }

  /** Keys work wherever the focus is in the player, unless the part that has it uses them itself. */
  #onKey(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const target = event.target as HTMLElement;
    const isOwn =
      target.matches('select') ||
      (target.matches('input') && event.key.startsWith('Arrow')) ||
      (target.matches('button') && [' ', 'Enter'].includes(event.key));
    const deed = isOwn ? undefined : this.#deedOf(event.key);
    if (!deed) return;
    event.preventDefault();
    deed();
  }

  #deedOf(key: string): (() => void) | undefined {
    // A digit is a tenth of the recording.
    if (/^\d$/.test(key)) return () => this.#seek((this.#medium.duration * Number(key)) / 10);
    const deeds: Readonly<Record<string, () => void>> = {
      ' ': () => this.#toggle(),
      k: () => this.#toggle(),
      ArrowLeft: () => this.#jump(-5),
      ArrowRight: () => this.#jump(5),
      ArrowUp: () => this.#turnVolume(0.1),
      ArrowDown: () => this.#turnVolume(-0.1),
      j: () => this.#jump(-jumpSec),
      l: () => this.#jump(jumpSec),
      m: () => this.#turnMute(),
      c: () => this.#turnCaptions(),
      f: () => this.#turnFullscreen(),
    };
    return deeds[key.length === 1 ? key.toLowerCase() : key];
  }

  #turnVolume(by: number): void {
    this.#medium.muted = false;
    this.#medium.volume = Math.min(1, Math.max(0, this.#medium.volume + by));
  }

  #turnMute(): void {
    this.#medium.muted = !this.#medium.muted;
  }

  #turnCaptions(): void {
    const tracks = Array.from(this.#medium.textTracks);
    const shown = tracks.findIndex(({ mode }) => mode === 'showing');
    for (const track of tracks) track.mode = 'disabled';
    // Off, then the first language, then the next: one button walks through all.
    const next = tracks[shown + 1];
    if (next) next.mode = 'showing';
    this.#showCaptions();
  }

  #showCaptions(): void {
    const isOn = Array.from(this.#medium.textTracks).some(({ mode }) => mode === 'showing');
    this.#part('captions')?.setAttribute('aria-pressed', String(isOn));
  }

  async #turnPictureInPicture(): Promise<void> {
    try {
      if (document.pictureInPictureElement) await document.exitPictureInPicture();
      else await (this.#medium as HTMLVideoElement).requestPictureInPicture();
    } catch {
      // Before the first picture there is nothing to show, and some systems say no.
    }
  }

  #turnFullscreen(): void {
    if (document.fullscreenElement) void document.exitFullscreen();
    else if (this.#root.requestFullscreen) void this.#root.requestFullscreen();
    // iPhones show only the video itself on the whole screen.
    else
      (
        this.#medium as HTMLVideoElement & { webkitEnterFullscreen?: () => void }
      ).webkitEnterFullscreen?.();
  }

  #showState(): void {
    const { paused, muted, volume } = this.#medium;
    this.#part('play')?.setAttribute('aria-pressed', String(!paused));
    this.#part('mute')?.setAttribute('aria-pressed', String(muted || volume === 0));
  }

  #showTime(): void {
    const { currentTime, duration } = this.#medium;
    const length = Number.isFinite(duration) ? duration : 0;
    const [now, whole] = [clock(currentTime), clock(length)];
    this.#write('now', now);
    this.#write('length', whole);
    const share = length > 0 ? currentTime / length : 0;
    const seek = this.#part<HTMLInputElement>('seek');
    if (seek) {
      seek.max = String(Math.floor(length));
      seek.value = String(Math.floor(currentTime));
      seek.setAttribute('aria-valuetext', `${now} / ${whole}`);
      seek.style.setProperty('--played', `${share * 100}%`);
    }
    const heard = this.#part<SVGRectElement>('heard');
    const wide = heard?.ownerSVGElement?.viewBox.baseVal.width ?? 0;
    heard?.setAttribute('width', String(wide * share));
  }

  #write(name: string, text: string): void {
    const place = this.#part(name);
    if (place) place.textContent = text;
  }

  #keepProgress(): void {
    const medium = this.#medium;
    medium.addEventListener('timeupdate', () =>
      this.#playhead.tick(medium.currentTime, !medium.seeking),
    );
    medium.addEventListener('seeking', () => this.#playhead.tick(medium.currentTime, false));
    const address = this.#root.dataset['progress'];
    if (!address) return;
    const report = () => void this.#report(address, !medium.paused);
    setInterval(() => !medium.paused && report(), reportMs);
    // Not `play`: only now the place is found at which one goes on.
    medium.addEventListener('playing', () => !this.#seat.isTaken && report());
    medium.addEventListener('pause', report);
    addEventListener('pagehide', () => void this.#report(address, false));
    medium.addEventListener('ended', report);
    document.addEventListener(
      'visibilitychange',
      () => document.visibilityState === 'hidden' && report(),
    );
  }

  async #report(address: string, isPlaying: boolean): Promise<void> {
    const report = this.#playhead.take();
    const isNothing = report.positionSec === 0 && report.playedSec === 0;
    if (isNothing && isPlaying === this.#seat.isTaken) return;
    try {
      const request = {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ ...report, player: this.#seat.report(isPlaying) }),
        keepalive: true,
      };
      const answer = await fetch(address, request);
      if (!answer.ok && answer.status >= 500) this.#playhead.giveBack(report);
      await this.#obey(answer);
    } catch {
      // Offline: what was played is reported when the line is back.
      this.#playhead.giveBack(report);
    }
  }

  /** The house may say that others play now, or that nobody is signed in here any more. */
  async #obey(answer: Response): Promise<void> {
    const { stopped = '', signedOut = '' } = this.#root.dataset;
    if (answer.status === 401) return this.#stop(signedOut);
    if (!answer.ok) return;
    const { stoppedAbove } = (await answer.json()) as { stoppedAbove: number | null };
    if (stoppedAbove !== null) this.#stop(stopped.replace('{n}', String(stoppedAbove)));
  }

  #stop(why: string): void {
    if (this.#medium.paused) return;
    this.#seat.lose();
    this.#medium.pause();
    this.#tell(why);
  }

  async #askAddress(): Promise<string | undefined> {
    const address = this.#root.dataset['renew'];
    if (!address) return undefined;
    const answer = await fetch(address, { headers: { accept: 'application/json' } });
    return answer.ok ? ((await answer.json()) as { src: string }).src : undefined;
  }

  /** Addresses live for minutes or hours only: a page that was left open asks for new ones, once for each failure in a row. */
  async #renew(): Promise<void> {
    const failed = this.#root.dataset['failed'] ?? '';
    if (this.#isRenewed) return this.#tell(failed);
    this.#isRenewed = true;
    this.#medium.addEventListener('playing', () => (this.#isRenewed = false), { once: true });
    const src = await this.#askAddress();
    if (src === undefined) return this.#tell(failed);
    const wasPlaying = !this.#medium.paused;
    this.#stream?.reload(src);
    if (wasPlaying) this.#toggle();
  }

  #tell(text: string): void {
    let place = this.#root.querySelector('.player-message');
    if (!place) {
      place = document.createElement('p');
      place.className = 'player-message';
      place.setAttribute('role', 'status');
      this.#root.append(place);
    }
    place.textContent = text;
  }
}
