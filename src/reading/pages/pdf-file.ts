import {
  getDocument,
  GlobalWorkerOptions,
  VerbosityLevel,
  version,
} from 'pdfjs-dist/legacy/build/pdf.mjs';
import type { PDFDocumentProxy } from 'pdfjs-dist';
// oxlint-disable-next-line import/default -- the address, which Vite makes
import workerUrl from 'pdfjs-dist/legacy/build/pdf.worker.min.mjs?url';

// What pdf.js fetches when a file needs it: tables of Chinese letters, usual fonts. vite.config.ts puts it there.
const parts = new URL(`/assets/pdf-${version}/`, location.origin).href;
const pieceBytes = 128 * 1024;

/** Opens a PDF by pieces: what is read is fetched, and nothing that it may hold is run. */
export async function openPdf(address: string): Promise<PDFDocumentProxy> {
  GlobalWorkerOptions.workerSrc = workerUrl;
  return getDocument({
    url: address,
    rangeChunkSize: pieceBytes,
    disableAutoFetch: true,
    disableStream: true,
    // The content policy knows no WebAssembly: there are forms in plain script.
    useWasm: false,
    wasmUrl: `${parts}wasm/`,
    cMapUrl: `${parts}cmaps/`,
    standardFontDataUrl: `${parts}standard_fonts/`,
    enableXfa: false,
    verbosity: VerbosityLevel.ERRORS,
  }).promise;
}
