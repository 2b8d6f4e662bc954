import type { EditorView } from '@codemirror/view';
import { ask, sayProblem } from '#studio/api.ts';
import { sendFile } from '#studio/upload.ts';
import { beginUpload, endUpload, tellUpload } from './uploads.ts';

/** Where files of a text go, and how their way is told. */
export interface AttachPorts {
  readonly workId: string;
  readonly sayState: (name: string) => string;
  readonly onProblem: (name: string, why: string) => void;
}

let count = 0;

/** Uploads files and puts each where it was dropped, as soon as it is there. */
export function attachFiles(
  view: EditorView,
  files: readonly File[],
  at: number,
  ports: AttachPorts,
): void {
  for (const file of files) {
    count += 1;
    void attach(view, file, { key: `file-${count}`, at }, ports);
  }
}

async function attach(
  view: EditorView,
  file: File,
  place: { readonly key: string; readonly at: number },
  ports: AttachPorts,
): Promise<void> {
  const label = ports.sayState(file.name);
  beginUpload(view, { ...place, label });
  try {
    const assetId = await send(file, (percent) =>
      tellUpload(view, place.key, `${label} ${percent}%`),
    );
    const markdown = await nameFile(ports.workId, assetId, file.name);
    // What plays stands in a paragraph of its own.
    const isPicture = file.type.startsWith('image/');
    endUpload(view, place.key, isPicture ? markdown : `\n\n${markdown}\n\n`);
  } catch (error) {
    endUpload(view, place.key, '');
    ports.onProblem(file.name, error instanceof UploadFailed ? error.message : sayProblem(error));
  }
}

class UploadFailed extends Error {}

function send(file: File, tell: (percent: number) => void): Promise<string> {
  return new Promise((resolve, reject) => {
    sendFile(file, 'asset', ({ state, sent, result, problem }) => {
      if (sent !== undefined && file.size > 0) tell(Math.floor((sent / file.size) * 100));
      if (state === 'done') resolve(result ?? '');
      if (state === 'failed') reject(new UploadFailed(problem));
    });
  });
}

/** Lets the texts of a work show a stored file; answers the Markdown for it. */
export async function nameFile(workId: string, assetId: string, fileName: string): Promise<string> {
  const path = pathFor(assetId, fileName);
  const named = await ask<{ path: string; markdown: string }>('POST', `/works/${workId}/files`, {
    body: { path, assetId },
  });
  const label = plainName(fileName).replaceAll(/[[\]\\]/g, ' ');
  return `![${label}](<${named.path}>)`;
}

function plainName(fileName: string): string {
  return fileName.replace(/\.[^.]*$/, '');
}

/** A path that no other file of the work has: what one stored file is called stays the same. */
function pathFor(assetId: string, fileName: string): string {
  const ending = /\.[a-z0-9]{1,5}$/i.exec(fileName)?.[0].toLowerCase() ?? '';
  const name = plainName(fileName)
    .normalize('NFC')
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 60);
  return `files/${name || 'file'}-${assetId.slice(-6)}${ending}`;
}
