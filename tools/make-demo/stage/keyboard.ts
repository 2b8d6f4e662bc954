import { PAPER, RED, type Pen, write } from './paint.ts';

/** A keyboard from F3 to E5, drawn as wide as the stage allows, whose keys light while they sound. */

const FIRST = 53;
const LAST = 76;
const BLACK = new Set([1, 3, 6, 8, 10]);
const isBlack = (midi: number): boolean => BLACK.has(midi % 12);

export interface Keyboard {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const WHITES = Array.from({ length: LAST - FIRST + 1 }, (_, i) => FIRST + i).filter(
  (midi) => !isBlack(midi),
);

/** Where a key lies, and how wide it is. */
export function keyPlace(board: Keyboard, midi: number): { x: number; width: number } {
  const unit = board.width / WHITES.length;
  const before = WHITES.filter((white) => white < midi).length;
  if (isBlack(midi)) return { x: board.x + before * unit - unit * 0.3, width: unit * 0.6 };
  return { x: board.x + before * unit, width: unit };
}

/** `glow` answers how strongly a key shines now, 0…1; `label` what is written on it. */
export function drawKeyboard(
  pen: Pen,
  board: Keyboard,
  glow: (midi: number) => number,
  label: (midi: number) => string,
): void {
  const all = Array.from({ length: LAST - FIRST + 1 }, (_, i) => FIRST + i);
  for (const midi of [...all.filter((m) => !isBlack(m)), ...all.filter(isBlack)]) {
    const { x, width } = keyPlace(board, midi);
    const shine = glow(midi);
    const tall = isBlack(midi) ? board.height * 0.6 : board.height;
    pen.beginPath();
    pen.roundRect(x + 2, board.y, width - 4, tall, [0, 0, 9, 9]);
    pen.fillStyle = isBlack(midi) ? '#232c35' : PAPER;
    pen.fill();
    if (shine > 0.01) {
      pen.save();
      pen.globalAlpha *= shine;
      pen.fillStyle = RED;
      pen.fill();
      pen.restore();
    }
    const text = label(midi);
    if (text) {
      const color = shine > 0.4 ? PAPER : '#3a444d';
      write(pen, text, x + width / 2, board.y + tall - 38, { size: 34, bold: true, color });
    }
  }
}
