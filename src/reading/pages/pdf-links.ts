import type { PDFDocumentProxy, PDFPageProxy } from 'pdfjs-dist';

interface Placed {
  /** Left, top, width and height in hundredths of the page. */
  readonly box: readonly [number, number, number, number];
  readonly label: string;
}
export type PdfLink = Placed & ({ readonly page: number } | { readonly url: string });

interface Annotation {
  readonly subtype?: string;
  readonly rect?: readonly number[];
  readonly url?: string;
  readonly dest?: string | readonly unknown[] | null;
}

const most = 200;

/** The links of a page: to other pages, and to the web. Nothing else that a PDF may hold acts here. */
export async function linksOf(
  book: PDFDocumentProxy,
  page: PDFPageProxy,
): Promise<readonly PdfLink[]> {
  const all = (await page.getAnnotations()) as readonly Annotation[];
  const links = all.filter(({ subtype }) => subtype === 'Link').slice(0, most);
  const found = await Promise.all(links.map((link) => linkOf(book, page, link)));
  return found.filter((link) => link !== undefined);
}

async function linkOf(
  book: PDFDocumentProxy,
  page: PDFPageProxy,
  { rect, url, dest }: Annotation,
): Promise<PdfLink | undefined> {
  if (!rect || rect.length !== 4) return undefined;
  const box = boxOf(page, rect);
  if (url !== undefined)
    return /^(?:https?|mailto):/i.test(url) ? { box, url, label: url } : undefined;
  const to = await pageAt(book, dest);
  return to === undefined ? undefined : { box, page: to, label: String(to) };
}

function boxOf(page: PDFPageProxy, rect: readonly number[]): Placed['box'] {
  const viewport = page.getViewport({ scale: 1 });
  const [x1, y1] = viewport.convertToViewportPoint(rect[0]!, rect[1]!) as [number, number];
  const [x2, y2] = viewport.convertToViewportPoint(rect[2]!, rect[3]!) as [number, number];
  return [
    (Math.min(x1, x2) / viewport.width) * 100,
    (Math.min(y1, y2) / viewport.height) * 100,
    (Math.abs(x2 - x1) / viewport.width) * 100,
    (Math.abs(y2 - y1) / viewport.height) * 100,
  ];
}

async function pageAt(
  book: PDFDocumentProxy,
  dest: Annotation['dest'],
): Promise<number | undefined> {
  try {
    const place = typeof dest === 'string' ? await book.getDestination(dest) : dest;
    const page = place?.[0];
    if (typeof page === 'number') return page + 1;
    return page ? (await book.getPageIndex(page as never)) + 1 : undefined;
  } catch {
    // A link that leads nowhere is none.
    return undefined;
  }
}
