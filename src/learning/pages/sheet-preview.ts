import { clock } from './clock.ts';

/** A sheet of small pictures, as the page describes it. */
interface Sheet {
  readonly src: string;
  readonly columns: number;
  readonly everySec: number;
  readonly width: number;
  readonly height: number;
}

/** Shows, over the bar of a player, the picture and the time of where the pointer is. */
export function previewOver(bar: HTMLInputElement, box: HTMLElement, sheetText: string): void {
  const sheet = JSON.parse(sheetText) as Sheet;
  const [picture, time] = [box.children[0] as HTMLElement, box.children[1] as HTMLElement];
  picture.style.inlineSize = `${sheet.width}px`;
  picture.style.blockSize = `${sheet.height}px`;
  const show = (event: PointerEvent) => {
    const { left, width } = bar.getBoundingClientRect();
    const share = Math.min(1, Math.max(0, (event.clientX - left) / width));
    const sec = share * Number(bar.max);
    const index = Math.floor(sec / sheet.everySec);
    const [column, row] = [index % sheet.columns, Math.floor(index / sheet.columns)];
    // Loaded only when somebody looks for a place.
    picture.style.backgroundImage = `url("${sheet.src}")`;
    picture.style.backgroundPosition = `${-column * sheet.width}px ${-row * sheet.height}px`;
    time.textContent = clock(sec);
    box.hidden = false;
    const half = box.offsetWidth / 2;
    const room = Math.max(half, width - half);
    box.style.insetInlineStart = `${Math.min(room, Math.max(half, share * width)) - half}px`;
  };
  bar.addEventListener('pointermove', show);
  for (const name of ['pointerleave', 'pointercancel'] as const)
    bar.addEventListener(name, () => (box.hidden = true));
}
