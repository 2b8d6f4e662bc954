import { fileURLToPath } from 'node:url';

// pdf.js asks for these while it loads and warns of their absence; only drawing needs them, and nothing is drawn here.
Object.assign(globalThis, { DOMMatrix: Object, Path2D: Object });
const library = await import('pdfjs-dist/legacy/build/pdf.mjs');
export type PDFDocumentLoadingTask = ReturnType<typeof library.getDocument>;
export type PDFDocumentProxy = Awaited<PDFDocumentLoadingTask['promise']>;
export type PDFPageProxy = Awaited<ReturnType<PDFDocumentProxy['getPage']>>;

const files = fileURLToPath(
  new URL('../../', import.meta.resolve('pdfjs-dist/legacy/build/pdf.mjs')),
);

/** Begins to read a PDF: its words only, with what pdf.js brings along for letters that a file does not bring itself. */
export function getDocument(data: Uint8Array): PDFDocumentLoadingTask {
  return library.getDocument({
    data,
    verbosity: library.VerbosityLevel.ERRORS,
    cMapUrl: `${files}cmaps/`,
    standardFontDataUrl: `${files}standard_fonts/`,
    useWorkerFetch: false,
    useWasm: false,
    disableFontFace: true,
    isOffscreenCanvasSupported: false,
    enableXfa: false,
  });
}
