import { escapeHtml } from '#kernel/text.ts';
import type { NamedPart, Shelf, StoredObject, Upload } from './shelf.ts';

/** A question to the bucket, believed already. */
export interface Question {
  readonly method: string;
  /** The object; empty for the bucket itself. */
  readonly key: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
}

/** What the store says. */
export interface Said {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | string;
}

const pageLength = 1_000;

/** Does what was asked. */
export function answer(shelf: Shelf, question: Question): Said {
  const { method, key, query } = question;
  if (key === '') return query.has('uploads') ? listUploads(shelf, query) : list(shelf, query);
  if (query.has('uploads')) return begin(shelf, question);
  const uploadId = query.get('uploadId');
  if (uploadId !== null) return onUpload(shelf, question, uploadId);
  if (method === 'PUT') {
    return { status: 200, headers: { etag: shelf.put(key, question.body, metaOf(question)) } };
  }
  if (method === 'DELETE') {
    shelf.objects.delete(key);
    return { status: 204 };
  }
  const object = shelf.objects.get(key);
  return object ? send(object, question) : fault(404, 'NoSuchKey', method);
}

/** What went wrong; the answer to HEAD says it in its status alone. */
export function fault(status: number, code: string, method = 'GET'): Said {
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>simulated</Message></Error>`;
  return method === 'HEAD' ? { status } : { status, ...xml(body) };
}

function xml(body: string): Pick<Said, 'headers' | 'body'> {
  return { headers: { 'content-type': 'application/xml' }, body };
}

function metaOf({ headers }: Question): StoredObject['meta'] {
  const named = Object.entries(headers).filter(([name]) => name.startsWith('x-amz-meta-'));
  return Object.fromEntries(named) as StoredObject['meta'];
}

function send({ bytes, etag, meta, modifiedAt }: StoredObject, question: Question): Said {
  const { 'if-match': wanted, range } = question.headers;
  if (wanted !== undefined && wanted !== etag) return fault(412, 'PreconditionFailed');
  const headers = {
    ...meta,
    etag,
    'last-modified': modifiedAt.toUTCString(),
    'accept-ranges': 'bytes',
  };
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(range ?? '') ?? [];
  if (first === undefined) return { status: 200, headers, body: bytes };
  const [start, end] = [Number(first), Math.min(Number(last), bytes.length - 1)];
  if (start > end) return fault(416, 'InvalidRange');
  return {
    status: 206,
    headers: { ...headers, 'content-range': `bytes ${start}-${end}/${bytes.length}` },
    body: bytes.subarray(start, end + 1),
  };
}

function list(shelf: Shelf, query: URLSearchParams): Said {
  const after = Buffer.from(query.get('continuation-token') ?? '', 'base64url').toString();
  const most = Math.min(pageLength, Number(query.get('max-keys') ?? pageLength));
  const keys = shelf.keys(query.get('prefix') ?? '', after);
  const page = keys.slice(0, most);
  const isCut = keys.length > most;
  const next = isCut ? Buffer.from(page.at(-1)!).toString('base64url') : '';
  const contents = page.map((key) => {
    const { bytes, etag } = shelf.objects.get(key)!;
    const facts = `<Size>${bytes.length}</Size><ETag>${escapeHtml(etag)}</ETag>`;
    return `<Contents><Key>${escapeHtml(key)}</Key>${facts}</Contents>`;
  });
  return {
    status: 200,
    ...xml(
      `<ListBucketResult><IsTruncated>${isCut}</IsTruncated>${contents.join('')}${
        isCut ? `<NextContinuationToken>${next}</NextContinuationToken>` : ''
      }</ListBucketResult>`,
    ),
  };
}

function listUploads(shelf: Shelf, query: URLSearchParams): Said {
  const after = query.get('upload-id-marker') ?? '';
  const ids = [...shelf.uploads.keys()].toSorted().filter((id) => id > after);
  const page = ids.slice(0, 2);
  const isCut = ids.length > page.length;
  const uploads = page.map((id) => {
    const { key, begunAt } = shelf.uploads.get(id)!;
    return `<Upload><Key>${escapeHtml(key)}</Key><UploadId>${id}</UploadId><Initiated>${begunAt.toISOString()}</Initiated></Upload>`;
  });
  const marker = isCut
    ? `<NextKeyMarker>-</NextKeyMarker><NextUploadIdMarker>${page.at(-1)}</NextUploadIdMarker>`
    : '';
  return {
    status: 200,
    ...xml(
      `<ListMultipartUploadsResult><IsTruncated>${isCut}</IsTruncated>${marker}${uploads.join('')}</ListMultipartUploadsResult>`,
    ),
  };
}

function begin(shelf: Shelf, question: Question): Said {
  const id = shelf.begin(question.key, metaOf(question));
  const body = `<InitiateMultipartUploadResult><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`;
  return { status: 200, ...xml(body) };
}

function onUpload(shelf: Shelf, question: Question, uploadId: string): Said {
  const { method, key, query, body } = question;
  const upload = shelf.find(key, uploadId);
  if (!upload) return fault(404, 'NoSuchUpload', method);
  if (method === 'PUT') {
    const etag = shelf.putPart(upload, Number(query.get('partNumber')), body);
    return { status: 200, headers: { etag } };
  }
  if (method === 'DELETE') {
    shelf.uploads.delete(uploadId);
    return { status: 204 };
  }
  return complete(shelf, uploadId, upload, String(body));
}

function complete(shelf: Shelf, uploadId: string, upload: Upload, body: string): Said {
  const named = [
    ...body.matchAll(/<Part><PartNumber>(\d+)<\/PartNumber><ETag>([^<]+)<\/ETag><\/Part>/g),
  ].map(([, number, etag]): NamedPart => ({ number: Number(number), etag: etag! }));
  const done = shelf.complete(uploadId, upload, named);
  if (typeof done === 'string') return fault(400, done);
  const result = `<CompleteMultipartUploadResult><ETag>${escapeHtml(done.etag)}</ETag></CompleteMultipartUploadResult>`;
  return { status: 200, ...xml(result) };
}
