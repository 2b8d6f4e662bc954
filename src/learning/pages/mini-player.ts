import './mini-player.css';
import { leaveNote, type MiniNote } from './mini-note.ts';
import { Player } from './player.ts';

const words = {
  zh: {
    region: '正在播放：',
    play: '播放',
    back: '后退 15 秒',
    close: '关闭播放器',
    lesson: '回到课时：',
  },
  en: {
    region: 'Playing: ',
    play: 'Play',
    back: 'Back 15 seconds',
    close: 'Close the player',
    lesson: 'Back to the lesson: ',
  },
} as const;

const icons = {
  play: 'M8 5.5v13l10.5-6.5Z',
  pause: 'M8.5 5.5v13M15.5 5.5v13',
  back: 'M11 6 5 12l6 6M19 6l-6 6 6 6',
  close: 'M6 6l12 12M18 6 6 18',
} as const;

/**
 * Shows what played on the page before in a corner of this one, where it goes on: the lesson's own player in small, so that
 * progress, the account's seats and the mark over films stay what they are.
 */
export async function showMini(note: MiniNote): Promise<void> {
  // The right is asked again on every page; who has none any more, or is signed out, hears nothing.
  const src = await freshSource(note.renew);
  if (src === undefined) return;
  const { root, medium } = draw(note, src);
  let isOpen = true;
  const close = () => {
    isOpen = false;
    medium.pause();
    root.remove();
    document.documentElement.classList.remove('has-mini-player');
  };
  root.querySelector('[data-mini="close"]')?.addEventListener('click', close);
  // One recording at a time: whoever plays another one wants that.
  document.addEventListener(
    'play',
    ({ target }) => isOpen && target instanceof HTMLMediaElement && target !== medium && close(),
    true,
  );
  leaveNote(root, medium, { script: note.script, href: note.href, isKept: () => isOpen });
  document.body.append(root);
  document.documentElement.classList.add('has-mini-player');
  await new Player(root, medium).start();
  medium.volume = note.volume;
  medium.muted = note.isMuted;
  medium.defaultPlaybackRate = note.rate;
  medium.playbackRate = note.rate;
  // Where a browser wants a hand on the button first, the button is there.
  if (note.isPlaying) await medium.play().catch(() => undefined);
}

async function freshSource(renew: string): Promise<string | undefined> {
  try {
    const answer = await fetch(renew, { headers: { accept: 'application/json' } });
    return answer.ok ? ((await answer.json()) as { src: string }).src : undefined;
  } catch {
    return undefined;
  }
}

function draw(
  note: MiniNote,
  src: string,
): { readonly root: HTMLElement; readonly medium: HTMLMediaElement } {
  const said = words[document.documentElement.lang.startsWith('en') ? 'en' : 'zh'];
  const root = document.createElement('aside');
  root.className = `player mini-player mini-${note.kind}`;
  Object.assign(root.dataset, note.data, { start: String(note.positionSec), title: note.title });
  delete root.dataset['island'];
  root.setAttribute('aria-label', said.region + note.title);
  const medium = document.createElement(note.kind);
  if (medium instanceof HTMLVideoElement) medium.playsInline = true;
  const source = document.createElement('source');
  Object.assign(source, { src, type: note.type });
  medium.append(source);
  const title = document.createElement('a');
  title.href = note.href;
  title.className = 'mini-title';
  title.textContent = note.title;
  title.setAttribute('aria-label', said.lesson + note.title);
  const bar = document.createElement('div');
  bar.className = 'player-controls';
  const now = document.createElement('span');
  now.className = 'player-time';
  now.dataset['player'] = 'now';
  bar.append(
    button({ 'data-player': 'play', 'aria-pressed': 'false' }, said.play, ['play', 'pause']),
    button({ 'data-player': 'back' }, said.back, ['back']),
    now,
    button({ 'data-mini': 'close' }, said.close, ['close']),
  );
  root.append(medium, title, bar);
  return { root, medium };
}

function button(
  attributes: Readonly<Record<string, string>>,
  label: string,
  shown: readonly (keyof typeof icons)[],
): HTMLButtonElement {
  const made = document.createElement('button');
  made.type = 'button';
  made.setAttribute('aria-label', label);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...shown.map(iconOf));
  return made;
}

const svg = 'http://www.w3.org/2000/svg';
// As `src/ui/icon.tsx` draws them.
const line = {
  class: 'icon',
  viewBox: '0 0 24 24',
  width: '1em',
  height: '1em',
  fill: 'none',
  stroke: 'currentColor',
  'stroke-width': '1.6',
  'stroke-linecap': 'round',
  'stroke-linejoin': 'round',
  'aria-hidden': 'true',
};

function iconOf(name: keyof typeof icons): SVGElement {
  const icon = document.createElementNS(svg, 'svg');
  for (const [attribute, value] of Object.entries(line)) icon.setAttribute(attribute, value);
  const path = document.createElementNS(svg, 'path');
  path.setAttribute('d', icons[name]);
  icon.append(path);
  return icon;
}
