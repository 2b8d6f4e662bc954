import {
  degrees,
  EncryptedPDFError,
  PDFArray,
  PDFDict,
  PDFDocument,
  PDFName,
  PDFStream,
  rgb,
  type PDFPage,
} from '@cantoo/pdf-lib';
import { footOf } from '../rules/stamp.ts';
import { BadDocument } from './bad-document.ts';
import { openPen, type Drawn } from './pdf-pen.ts';

const footSize = 8;
const footMargin = 10;

/** A PDF with `line` at the foot of every page, and in its description. @throws BadDocument */
export async function stampPdf(content: Uint8Array, line: string): Promise<Uint8Array> {
  const document = await open(content);
  assertHarmless(document);
  const pages = pagesOf(document);
  const runs = await (await openPen(document))(line);
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
