import { readFile } from 'node:fs/promises';
import * as fontkit from 'fontkit';
import { StandardFonts, type PDFDocument, type PDFFont } from '@cantoo/pdf-lib';
import { runsOf, type Run } from '../rules/stamp.ts';

const slicesOfFont = import.meta.resolve('@fontsource/zcool-xiaowei/unicode.json');

/** A part of a text with the font that has its characters. */
export interface Drawn {
  readonly text: string;
  readonly font: PDFFont;
}

/** Parts a text by the fonts that draw it; each is put into the document once. */
export type Pen = (text: string) => Promise<Drawn[]>;

/** What writes Chinese and English into `document`, so that it can be searched. */
export async function openPen(document: PDFDocument): Promise<Pen> {
  const slices = await readSlices();
  const fonts = new Map<string | undefined, PDFFont>();
  document.registerFontkit(fontkit);
  return async (text) => {
    const runs = runsOf(text, (code) => slices.find(({ has }) => has(code))?.name);
    for (const { slice } of runs)
      if (!fonts.has(slice)) fonts.set(slice, await embed(document, slice));
    return runs.map((run) => ({ text: run.text, font: fonts.get(run.slice)! }));
  };
}

async function embed(document: PDFDocument, slice: Run['slice']): Promise<PDFFont> {
  if (slice === undefined) return document.embedFont(StandardFonts.Helvetica);
  const file = new URL(`files/zcool-xiaowei-${slice}-400-normal.woff`, slicesOfFont);
  return document.embedFont(await readFile(file), { subset: true });
}

interface Slice {
  readonly name: string;
  readonly has: (code: number) => boolean;
}

let known: readonly Slice[] | undefined;

/** Which characters stand in which file of the font. */
async function readSlices(): Promise<readonly Slice[]> {
  if (known) return known;
  const text = await readFile(new URL(slicesOfFont), 'utf8');
  const slices = Object.entries(JSON.parse(text) as Record<string, string>);
  known = slices.map(([name, ranges]) => ({
    name: name.replaceAll(/[[\]]/g, ''),
    has: within(ranges),
  }));
  return known;
}

function within(ranges: string): (code: number) => boolean {
  const pairs = ranges.split(',').map((range) => {
    const [from = '', to = from] = range.trim().replace(/^U\+/i, '').split('-');
    return [Number.parseInt(from, 16), Number.parseInt(to, 16)] as const;
  });
  return (code) => pairs.some(([from, to]) => code >= from && code <= to);
}
