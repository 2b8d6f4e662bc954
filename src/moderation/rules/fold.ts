import { simplified } from './simplified.ts';

/**
 * A text as it is compared. Each character is folded by itself: compatibility forms made one (NFKD, so what NFKC makes equal
 * is equal here), marks and invisible characters dropped, lower case, simplified, digits and look-alikes made one.
 */
export interface Folded {
  /** UTF-16 code units. */
  readonly units: Uint16Array;
  /** Where in the text the character of each unit begins. */
  readonly at: Uint32Array;
}

const unknown = 1;
const several = 2;
// What a character becomes: a unit, 0 for nothing, or one of the two signs above, which are themselves dropped.
const table = new Uint16Array(0x1_0000).fill(unknown);
const expansions = new Map<number, readonly number[]>();

const pairs = (text: string) => {
  const points = Array.from(text);
  return points.flatMap((from, index): [string, string][] =>
    index % 2 === 0 ? [[from, points[index + 1]!]] : [],
  );
};

const lookAlikes = new Map([
  ...pairs(simplified),
  // Cyrillic and Greek letters that look like Latin ones.
  ...pairs('аaеeоoрpсcуyхxіiѕsјjԁdһhԛqԝwвbнhкkмmтtɑaɡgıiαaοoρpνvιiκkυuχxτtεeβbγy'),
  ...pairs('零0〇0○0一1壹1弌1幺1二2贰2貳2弍2三3叁3參3弎3四4肆4五5伍5六6陆6七7柒7八8捌8九9玖9'),
  ...pairs('❶1❷2❸3❹4❺5❻6❼7❽8❾9➀1➁2➂3➃4➄5➅6➆7➇8➈9➊1➋2➌3➍4➎5➏6➐7➑8➒9'),
]);

const dropped = /^[\p{M}\p{Cf}\p{Cc}\p{Cn}\u115F\u1160\u3164\uFFA0\u2800]$/u;
// Emoji and the like separate words; nobody searches for them.
const pictorial = /^[\u{1F000}-\u{1FAFF}\p{Extended_Pictographic}]$/u;

function foldPoint(point: string): string {
  let folded = point;
  for (let round = 0; round < 6; round += 1) {
    const next = Array.from(folded.normalize('NFKD').toLowerCase(), foldOnce).join('');
    if (next === folded) return folded;
    folded = next;
  }
  return folded;
}

function foldOnce(point: string): string {
  // U+FEFF is a space to JavaScript, and nothing to the eye.
  if (/^\s$/u.test(point) && point !== '\ufeff') return ' ';
  const alike = lookAlikes.get(point);
  if (alike !== undefined) return alike;
  if (dropped.test(point)) return '';
  return pictorial.test(point) && !/^[0-9#*]$/.test(point) ? ' ' : point;
}

function learn(code: number, text: string): number {
  if (code >= 0xd8_00 && code <= 0xdb_ff) return (table[code] = several); // its other half decides
  const units = Array.from({ length: text.length }, (_, index) => text.charCodeAt(index));
  const value = units.length === 1 ? units[0]! : units.length === 0 ? 0 : several;
  if (value === several) expansions.set(code, units);
  return (table[code] = value);
}

const astral = new Map<number, readonly number[]>();

/** What the character beyond the first plane becomes. */
function unitsOf(code: number): readonly number[] {
  const known = astral.get(code);
  if (known) return known;
  const text = foldPoint(String.fromCodePoint(code));
  const units = Array.from({ length: text.length }, (_, index) => text.charCodeAt(index));
  if (astral.size < 10_000) astral.set(code, units);
  return units;
}

/** Units as they come, with where each came from. */
class Gathering {
  #units: Uint16Array<ArrayBuffer>;
  #at: Uint32Array<ArrayBuffer>;
  #length = 0;

  constructor(length: number) {
    this.#units = new Uint16Array(length + 16);
    this.#at = new Uint32Array(length + 16);
  }

  put(unit: number, from: number): void {
    if (this.#length === this.#units.length) this.#grow();
    this.#units[this.#length] = unit;
    this.#at[this.#length] = from;
    this.#length += 1;
  }

  #grow(): void {
    const [units, at] = [this.#units, this.#at];
    this.#units = new Uint16Array(this.#length * 2);
    this.#units.set(units);
    this.#at = new Uint32Array(this.#length * 2);
    this.#at.set(at);
  }

  done(): Folded {
    return {
      units: this.#units.subarray(0, this.#length),
      at: this.#at.subarray(0, this.#length),
    };
  }
}

/** Folds a text. Folding twice is folding once, and folding two texts in a row is folding them together. */
export function foldText(text: string): Folded {
  const folded = new Gathering(text.length);
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    const known = table[code]!;
    const value = known === unknown ? learn(code, foldPoint(String.fromCharCode(code))) : known;
    if (value > several) folded.put(value, index);
    else if (value !== 0) index = putMany(folded, text, index);
  }
  return folded.done();
}

/** Puts a character that becomes several units or is made of two; answers where it ends. */
function putMany(folded: Gathering, text: string, index: number): number {
  const point = text.codePointAt(index)!;
  const units = point > 0xff_ff ? unitsOf(point) : (expansions.get(point) ?? []);
  for (const unit of units) folded.put(unit, index);
  return point > 0xff_ff ? index + 1 : index;
}

/** Folded units as a string. */
export function stringOf(units: Uint16Array): string {
  let text = '';
  for (let index = 0; index < units.length; index += 8_192)
    text += String.fromCharCode(...units.subarray(index, index + 8_192));
  return text;
}

/** Where the character that begins at `start` ends. */
export function endOf(text: string, start: number): number {
  return start + ((text.codePointAt(start) ?? 0) > 0xff_ff ? 2 : 1);
}

const noise = 0;
const latin = 1;
const other = 2;
const kinds = new Uint8Array(0x1_0000).fill(255);

function kindOf(unit: number): number {
  const known = kinds[unit]!;
  if (known !== 255) return known;
  const sign = String.fromCharCode(unit);
  const isLetter = /[\p{L}\p{N}\uD800-\uDFFF]/u.test(sign) || (unit >= 0xd8_00 && unit <= 0xdf_ff);
  return (kinds[unit] = isLetter ? (/[a-z0-9]/.test(sign) ? latin : other) : noise);
}

/** Whether a folded unit only stands between words: a space, a sign, a picture. */
export function isNoise(unit: number): boolean {
  return kindOf(unit) === noise;
}

/** Whether a folded unit is a Latin letter or a digit, of which only whole runs are words. */
export function isLatin(unit: number): boolean {
  return kindOf(unit) === latin;
}
