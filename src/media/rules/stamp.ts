/** What a buyer's copy of a document carries on every page, so that a copy that wandered off can be led home. */
export interface Stamp {
  readonly name: string;
  /** The learner's number: no part of an address or a phone. */
  readonly number: string;
  /** Of the order that gave the right; undefined where staff gave it. */
  readonly order: string | undefined;
}

/** Raised when the same stamp is to be drawn otherwise, so that copies made before are made again. */
export const stampVersion = 1;

/** The one line that is stamped. */
export function writeStamp({ name, number, order }: Stamp): string {
  const parts = [name, `学员 ${number}`, ...(order === undefined ? [] : [`订单 ${order}`])];
  return parts.join(' · ');
}

/** A corner of a page and which way its text runs, in degrees against the clock. */
export interface Foot {
  readonly x: number;
  readonly y: number;
  readonly turn: 0 | 90 | 180 | 270;
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where the lower left corner of a page is as it is read, `margin` inside, when it is turned by `rotation` to be read. */
export function footOf(box: Box, rotation: number, margin: number): Foot {
  const [left, low] = [box.x + margin, box.y + margin];
  const [right, high] = [box.x + box.width - margin, box.y + box.height - margin];
  const turn = ((((Math.round(rotation / 90) * 90) % 360) + 360) % 360) as Foot['turn'];
  if (turn === 90) return { x: right, y: low, turn };
  if (turn === 180) return { x: right, y: high, turn };
  if (turn === 270) return { x: left, y: high, turn };
  return { x: left, y: low, turn };
}

/** Consecutive characters of a text that one font draws. */
export interface Run {
  readonly text: string;
  /** A slice of the font; undefined for what every reader can draw by itself. */
  readonly slice: string | undefined;
}

/** Parts a text by the slice of the font that has its characters; what none has becomes a question mark. */
export function runsOf(text: string, sliceOf: (code: number) => string | undefined): Run[] {
  const runs: { text: string; slice: string | undefined }[] = [];
  for (const sign of text) {
    const code = sign.codePointAt(0) ?? 0;
    const isPlain = code >= 0x20 && code < 0x7f;
    const slice = isPlain ? undefined : sliceOf(code);
    const shown = isPlain || slice !== undefined ? sign : '?';
    const last = runs.at(-1);
    if (last && last.slice === slice) last.text += shown;
    else runs.push({ text: shown, slice });
  }
  return runs;
}
