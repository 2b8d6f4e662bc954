import { defaultOptions, Upload, type DetailedError, type PreviousUpload } from 'tus-js-client';
import { languageTag } from '#kernel/locale.ts';
import { day, second } from '#kernel/time.ts';
import { apiAddress, ApiProblem } from './api.ts';
import { currentLocale } from './preferences.tsx';
import { uploadWords } from './upload-words.ts';

/** How a file on its way stands, and what becomes of it. */
export interface Progress {
  readonly state: 'sending' | 'waiting' | 'paused' | 'done' | 'failed';
  readonly sent: number;
  /** What it became: an asset's id, or the id of an upload that an import takes. */
  readonly result?: string;
  readonly problem?: string;
}

/** What a finished upload becomes. */
export type UploadUse = 'asset' | 'file' | 'import' | 'rung';

export interface SendingFile {
  pause(): void;
  resume(): void;
  abandon(): void;
}

// First at once, then for an hour: a house that is away comes back, and a train leaves its tunnel.
const patience = Array.from({ length: 240 }, () => 15 * second);
const retryDelays = [0, second, 3 * second, 5 * second, 10 * second, ...patience];

/**
 * Sends `file` in pieces that survive a lost connection; tells every change. The same file goes on where it stopped. `more` is
 * what the house has to know of it besides.
 */
export function sendFile(
  file: File,
  use: UploadUse,
  tell: (change: Partial<Progress>) => void,
  more: Readonly<Record<string, string>> = {},
): SendingFile {
  let asset = '';
  let isWaiting = false;
  const end = new AbortController();
  const move = (change: Partial<Progress>) => {
    isWaiting = change.state === 'waiting';
    if (change.state === 'done' || change.state === 'failed') end.abort();
    tell(change);
  };
  const upload = new Upload(file, {
    endpoint: apiAddress('/uploads'),
    retryDelays,
    onShouldRetry: (error) => {
      if (!canPass(error)) return false;
      move({ state: 'waiting' });
      return true;
    },
    chunkSize: 8 * 1024 * 1024,
    metadata: { filename: file.name, use, ...more },
    headers: { 'accept-language': languageTag[currentLocale()], accept: 'application/json' },
    removeFingerprintOnSuccess: true,
    onProgress: (sent) => move({ state: 'sending', sent }),
    onAfterResponse: (_request, response) => {
      asset = response.getHeader('Upload-Asset') ?? asset;
    },
    onSuccess: () =>
      move({ state: 'done', sent: file.size, result: use === 'import' ? idOf(upload.url) : asset }),
    onError: (error) => move({ state: 'failed', problem: problemOf(error) }),
  });
  const again = () => {
    if (isWaiting) void upload.abort().then(() => upload.start());
  };
  addEventListener('online', again, { signal: end.signal });
  void begin(upload);
  return {
    pause: () => {
      void upload.abort();
      move({ state: 'paused' });
    },
    resume: () => {
      upload.start();
      move({ state: 'sending' });
    },
    abandon: () => {
      end.abort();
      void upload.abort(true).catch(() => tell({ state: 'failed' }));
    },
  };
}

async function begin(upload: Upload): Promise<void> {
  const [earlier] = await upload.findPreviousUploads();
  if (earlier) upload.resumeFromPreviousUpload(earlier);
  upload.start();
}

function idOf(url: string | null): string {
  return url?.split('/').at(-1) ?? '';
}

const passing = new Set([0, 409, 423, 429]);

/** No answer, somebody else's turn, or a house that is unwell: the same question may be answered later. */
function canPass(error: DetailedError): boolean {
  const status = error.originalResponse?.getStatus() ?? 0;
  return passing.has(status) || (status >= 500 && toldBy(error)?.code !== 'files.full');
}

/** What stopped an upload, in the house's words where it said any. */
function problemOf(error: Error): string {
  const told = 'originalResponse' in error ? toldBy(error as DetailedError) : undefined;
  return told?.message ?? uploadWords.lost[currentLocale()];
}

function toldBy({ originalResponse }: DetailedError): ApiProblem | undefined {
  const text = originalResponse?.getBody() ?? '';
  if (!text.startsWith('{')) return undefined;
  const { error } = JSON.parse(text) as { error?: { code?: string; message?: string } };
  return new ApiProblem(originalResponse?.getStatus() ?? 0, error ?? {});
}

/** An upload that this browser began some time, and that did not come to its end. */
export interface LeftUpload {
  readonly key: string;
  readonly fileName: string;
  readonly sizeBytes: number;
  readonly sent: number;
  /** Takes what is there from the house. */
  forget(): Promise<void>;
}

/** What this browser left half sent, as far as the house still has it. */
export async function findLeft(use: UploadUse): Promise<LeftUpload[]> {
  const known = await defaultOptions.urlStorage.findAllUploads();
  const found = await Promise.all(
    known.filter(({ metadata }) => metadata['use'] === use).map(look),
  );
  return found.filter((one) => one !== undefined);
}

const tus = { 'tus-resumable': '1.0.0' };
const forgottenMs = 2 * day;

async function look(known: PreviousUpload): Promise<LeftUpload | undefined> {
  const { uploadUrl, urlStorageKey: key, size: sizeBytes, metadata } = known;
  if (!uploadUrl || !sizeBytes) return undefined;
  const answer = await ask('HEAD', uploadUrl);
  if (!answer) return undefined;
  const forget = () => defaultOptions.urlStorage.removeUpload(key);
  if (isOver(answer, known)) await forget();
  else if (answer.ok) {
    const sent = Number(answer.headers.get('upload-offset'));
    const remove = async () => {
      await ask('DELETE', uploadUrl);
      await forget();
    };
    return { key, fileName: metadata['filename'] ?? '', sizeBytes, sent, forget: remove };
  }
  return undefined;
}

/** It became an asset after all, or the house, which keeps what nobody goes on with for a day, forgot it. */
function isOver({ status, headers }: Response, { creationTime }: PreviousUpload): boolean {
  const isOld = Date.now() - Date.parse(creationTime) > forgottenMs;
  // What is somebody else's is answered like what is gone: a browser may be shared.
  return headers.has('upload-asset') || (status === 404 && isOld);
}

async function ask(method: string, address: string): Promise<Response | undefined> {
  try {
    return await fetch(address, { method, headers: tus });
  } catch (error) {
    // Without a network nothing can be told of it now.
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}
