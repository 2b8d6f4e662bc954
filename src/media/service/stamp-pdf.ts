import { readFile } from 'node:fs/promises';
import * as fontkit from 'fontkit';
import {
  degrees,
  EncryptedPDFError,
  PDFArray,
  PDFDict,
  PDFDocument,
  PDFName,
  PDFStream,
  rgb,
  StandardFonts,
  type PDFFont,
  type PDFPage,
} from '@cantoo/pdf-lib';
import { footOf, runsOf, type Run } from '../rules/stamp.ts';
import { BadDocument } from './bad-document.ts';

const slicesOfFont = import.meta.resolve('@fontsource/zcool-xiaowei/unicode.json');
const footSize = 8;
const footMargin = 10;

/** A PDF with `line` at the foot of every page, and in its description. @throws BadDocument */
export async function stampPdf(content: Uint8Array, line: string): Promise<Uint8Array> {
  const document = await open(content);
  assertHarmless(document);
  const pages = pagesOf(document);
  const runs = await fontsFor(document, line);
  for (const page of pages) stampPage(page, runs);
  document.setSubject(line);
  return document.save();
}

async function open(content: Uint8Array): Promise<PDFDocument> {
  try {
    return await PDFDocument.load(content, { updateMetadata: false });
  } catch (error) {
    // What is wrong is told by errors of all kinds, from deep inside.
    const isLocked = error instanceof EncryptedPDFError || /encrypt|password/i.test(String(error));
    throw new BadDocument(isLocked ? 'media.pdf_locked' : 'media.pdf_broken');
  }
}

function pagesOf(document: PDFDocument): PDFPage[] {
  let pages: PDFPage[];
  try {
    pages = document.getPages();
  } catch {
    throw new BadDocument('media.pdf_broken');
  }
  if (pages.length === 0) throw new BadDocument('media.pdf_broken');
  return pages;
}

/** Nothing in it runs or opens by itself. */
function assertHarmless(document: PDFDocument): void {
  for (const [, object] of document.context.enumerateIndirectObjects())
    if (isActive(object, 0)) throw new BadDocument('media.pdf_script');
}

const deeds = new Set(['/JavaScript', '/Launch']);
const deepest = 20;

function isActive(object: unknown, depth: number): boolean {
  if (depth > deepest) return false;
  if (object instanceof PDFStream) return isActive(object.dict, depth);
  if (object instanceof PDFArray) return object.asArray().some((one) => isActive(one, depth + 1));
  if (!(object instanceof PDFDict)) return false;
  if (object.has(PDFName.of('JS')) || object.has(PDFName.of('JavaScript'))) return true;
  if (deeds.has(String(object.get(PDFName.of('S'))))) return true;
  return object.values().some((one) => isActive(one, depth + 1));
}

interface Drawn {
  readonly text: string;
  readonly font: PDFFont;
}

async function fontsFor(document: PDFDocument, line: string): Promise<Drawn[]> {
  const slices = await readSlices();
  const runs = runsOf(line, (code) => slices.find(({ has }) => has(code))?.name);
  const fonts = new Map<string | undefined, PDFFont>();
  document.registerFontkit(fontkit);
  for (const { slice } of runs)
    if (!fonts.has(slice)) fonts.set(slice, await embed(document, slice));
  return runs.map(({ text, slice }) => ({ text, font: fonts.get(slice)! }));
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

function stampPage(page: PDFPage, runs: readonly Drawn[]): void {
  const foot = footOf(page.getCropBox(), page.getRotation().angle, footMargin);
  const angle = (foot.turn * Math.PI) / 180;
  let along = 0;
  for (const { text, font } of runs) {
    page.drawText(text, {
      x: foot.x + along * Math.cos(angle),
      y: foot.y + along * Math.sin(angle),
      size: footSize,
      font,
      rotate: degrees(foot.turn),
      color: rgb(0.4, 0.4, 0.4),
      opacity: 0.75,
    });
    along += font.widthOfTextAtSize(text, footSize);
  }
}
