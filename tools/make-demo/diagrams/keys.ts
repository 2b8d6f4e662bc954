import { el, INK, rect, text } from '../svg.ts';

/** A keyboard for print: some keys coloured and named. */

const BLACK = new Set([1, 3, 6, 8, 10]);

export interface PrintedKeys {
  readonly x: number;
  readonly y: number;
  readonly unit: number; // width of a white key
  readonly height: number;
  readonly first: number; // MIDI numbers, both white keys
  readonly last: number;
  readonly marked: Readonly<Record<number, { readonly fill: string; readonly name: string }>>;
}

const isBlack = (midi: number): boolean => BLACK.has(midi % 12);

/** The middle of a key, from the left edge of the keyboard. */
export function keyMiddle(keys: PrintedKeys, midi: number): number {
  let whites = 0;
  for (let at = keys.first; at < midi; at += 1) if (!isBlack(at)) whites += 1;
  return keys.x + (isBlack(midi) ? whites : whites + 0.5) * keys.unit;
}

export function printKeys(keys: PrintedKeys): string {
  const all = Array.from({ length: keys.last - keys.first + 1 }, (_, i) => keys.first + i);
  const draw = (midi: number): string => {
    const black = isBlack(midi);
    const width = keys.unit * (black ? 0.6 : 1);
    const tall = keys.height * (black ? 0.6 : 1);
    const middle = keyMiddle(keys, midi);
    const mark = keys.marked[midi];
    const body = rect(
      middle - width / 2,
      keys.y,
      width,
      tall,
      mark?.fill ?? (black ? INK : '#fffdf7'),
      { stroke: INK, 'stroke-width': 2.5, rx: 5 },
    );
    if (!mark?.name) return body;
    const color = mark.fill === '#fffdf7' ? INK : '#fffdf7';
    return (
      body +
      text(mark.name, middle, keys.y + tall - keys.unit * 0.32, {
        size: keys.unit * (black ? 0.3 : 0.38),
        fill: color,
        bold: true,
      })
    );
  };
  return el(
    'g',
    {},
    [...all.filter((m) => !isBlack(m)), ...all.filter(isBlack)].map(draw).join(''),
  );
}
