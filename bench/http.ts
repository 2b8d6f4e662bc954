import { connect, type Socket } from 'node:net';

/** An answer as far as a scenario reads it. */
export interface Answer {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Buffer;
}

/** What is asked for. */
export interface Question {
  readonly method?: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  /** A session token. */
  readonly token?: string | undefined;
  /** Sent as JSON. */
  readonly json?: unknown;
  /** Sent as a form. */
  readonly form?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * One keep-alive connection to a server on this machine that asks one question at a time. It knows just enough of
 * HTTP/1.1 to cost the machine little: the load generator shares its cores with what it measures.
 */
export class Line {
  readonly #port: number;
  #socket: Socket | undefined;
  #received: Buffer = Buffer.alloc(0);
  #waiting: { resolve: (answer: Answer) => void; reject: (error: Error) => void } | undefined;

  constructor(port: number) {
    this.#port = port;
  }

  /** Asks, and waits for the whole answer; a connection that the server closed is opened again. */
  async ask(question: Question): Promise<Answer> {
    this.#socket ??= await this.#open();
    const socket = this.#socket;
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      socket.write(spell(question, this.#port));
    });
  }

  close(): void {
    this.#socket?.destroy();
    this.#socket = undefined;
  }

  async #open(): Promise<Socket> {
    const socket = connect({ port: this.#port, host: '127.0.0.1', noDelay: true });
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('error', reject);
    });
    socket.on('data', (chunk) => this.#take(chunk));
    const lost = (error?: Error) => {
      this.#socket = undefined;
      this.#received = Buffer.alloc(0);
      const waiting = this.#waiting;
      this.#waiting = undefined;
      waiting?.reject(error ?? new Error('the server closed the connection'));
    };
    socket.on('error', lost);
    socket.on('close', () => lost());
    return socket;
  }

  #take(chunk: Buffer): void {
    this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk]);
    const answer = readAnswer(this.#received);
    if (!answer) return;
    this.#received = Buffer.alloc(0);
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.resolve(answer);
  }
}

function spell(
  { method = 'GET', path, token, json, form, headers = {} }: Question,
  port: number,
): string {
  const body =
    json === undefined ? form && new URLSearchParams(form).toString() : JSON.stringify(json);
  const lines = [`${method} ${path} HTTP/1.1`, `host: 127.0.0.1:${port}`];
  if (token) lines.push(`cookie: sid=${token}`);
  if (body !== undefined) {
    lines.push(
      `content-type: ${json === undefined ? 'application/x-www-form-urlencoded' : 'application/json'}`,
    );
    lines.push(`content-length: ${Buffer.byteLength(body)}`);
  }
  for (const [name, value] of Object.entries({
    'accept-encoding': 'gzip, deflate, br, zstd',
    ...headers,
  }))
    lines.push(`${name}: ${value}`);
  return `${lines.join('\r\n')}\r\n\r\n${body ?? ''}`;
}

/** The answer in `bytes`, or nothing while it is not whole. */
function readAnswer(bytes: Buffer): Answer | undefined {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const [first = '', ...lines] = bytes.toString('latin1', 0, end).split('\r\n');
  const headers = new Map(
    lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const;
    }),
  );
  const status = Number(first.slice(9, 12));
  const rest = bytes.subarray(end + 4);
  const body =
    headers.get('transfer-encoding') === 'chunked'
      ? readChunks(rest)
      : readLength(rest, headers, status);
  return body && { status, headers, body };
}

function readLength(
  rest: Buffer,
  headers: ReadonlyMap<string, string>,
  status: number,
): Buffer | undefined {
  const length = status === 204 || status === 304 ? 0 : Number(headers.get('content-length') ?? 0);
  return rest.length >= length ? rest.subarray(0, length) : undefined;
}

function readChunks(rest: Buffer): Buffer | undefined {
  const chunks: Buffer[] = [];
  for (let at = 0; ;) {
    const line = rest.indexOf('\r\n', at);
    if (line < 0) return undefined;
    const size = Number.parseInt(rest.toString('latin1', at, line), 16);
    if (size === 0) return rest.length >= line + 4 ? Buffer.concat(chunks) : undefined;
    if (rest.length < line + 2 + size + 2) return undefined;
    chunks.push(rest.subarray(line + 2, line + 2 + size));
    at = line + 2 + size + 2;
  }
}
