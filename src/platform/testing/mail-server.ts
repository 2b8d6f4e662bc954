import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { buffer } from 'node:stream/consumers';
import type { Certificate } from './certificate.ts';

/** A letter as it came over the line. */
export interface ReceivedLetter {
  readonly to: string;
  readonly headers: ReadonlyMap<string, string>;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

export interface MailServer {
  readonly port: number;
  /** In the order in which they came. */
  readonly letters: readonly ReceivedLetter[];
  /** What is answered to a recipient from now on; undefined takes the letter. */
  answer(recipient: string, how: () => number | undefined): void;
  /** How often somebody came. */
  readonly visits: () => number;
  close(): Promise<void>;
}

export interface MailServerOptions {
  readonly certificate?: Certificate;
  /** TLS from the first byte; otherwise STARTTLS when there is a certificate. */
  readonly isSecure?: boolean;
  /** Who may send; everybody when absent. */
  readonly password?: string;
  /** What is said once a letter is whole; undefined takes it. */
  readonly atTheEnd?: () => number | undefined;
}

/** A mail server on loopback. */
export async function startMailServer(options: MailServerOptions = {}): Promise<MailServer> {
  const letters: ReceivedLetter[] = [];
  const answers = new Map<string, () => number | undefined>();
  let visits = 0;
  const server = new SMTPServer({
    ...transportOf(options),
    logger: false,
    onConnect: (_session, done) => {
      visits += 1;
      done();
    },
    onAuth: ({ password }, _session, done) =>
      password === options.password ? done(null, { user: 'us' }) : done(refusal(535)),
    onRcptTo: ({ address }, _session, done) => done(refusal(answers.get(address)?.())),
    onData: (stream, session, done) => {
      const take = async () => {
        const raw = await buffer(stream);
        const fault = refusal(options.atTheEnd?.());
        if (!fault) letters.push(readLetter(raw.toString(), session.envelope.rcptTo[0]!.address));
        done(fault);
      };
      void take();
    },
  });
  // Callers who do not trust us hang up.
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as { port: number };
  return {
    port,
    letters,
    answer: (recipient, how) => void answers.set(recipient, how),
    visits: () => visits,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function transportOf({ certificate, isSecure = false, password }: MailServerOptions) {
  return {
    secure: isSecure,
    authOptional: password === undefined,
    hideSTARTTLS: certificate === undefined,
    disabledCommands: password === undefined ? ['AUTH'] : [],
    closeTimeout: 100,
    ...certificate,
  } satisfies SMTPServerOptions;
}

/** Says it like many servers do: with the address in it. */
function refusal(code: number | undefined): Error | null {
  if (code === undefined) return null;
  const text = `5.1.1 <somebody@example.com>: 604213 is not welcome`;
  return Object.assign(new Error(text), { responseCode: code });
}

function readLetter(raw: string, to: string): ReceivedLetter {
  const { headers, body } = readPart(raw);
  const [, boundary = ''] = /boundary="?([^";]+)/.exec(headers.get('content-type') ?? '') ?? [];
  const parts = body
    .split(`--${boundary}`)
    .slice(1, -1)
    .map((part) => readPart(part.replace(/^\r\n/, '')));
  const find = (type: string) =>
    parts.find((part) => part.headers.get('content-type')?.startsWith(type));
  return {
    to,
    headers,
    subject: decodeWords(headers.get('subject') ?? ''),
    text: decodeBody(find('text/plain')),
    html: decodeBody(find('text/html')),
  };
}

interface Part {
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

function readPart(raw: string): Part {
  const [head = '', body = ''] = raw.split(/\r\n\r\n(.*)/s);
  const lines = head.replaceAll(/\r\n[ \t]+/g, ' ').split('\r\n');
  const headers = new Map(
    lines.map((line) => {
      const [name = '', value = ''] = line.split(/: (.*)/s);
      return [name.toLowerCase(), value] as const;
    }),
  );
  return { headers, body };
}

function decodeBody(part: Part | undefined): string {
  const { headers, body } = part ?? { headers: new Map<string, string>(), body: '' };
  const encoding = headers.get('content-transfer-encoding');
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString();
  if (encoding === 'quoted-printable') return decodeQuoted(body.replaceAll(/=\r\n/g, ''));
  return body;
}

function decodeQuoted(text: string): string {
  return Buffer.from(
    text.replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    ),
    'latin1',
  ).toString();
}

function decodeWords(text: string): string {
  return text
    .replaceAll(/\?=\s+=\?/g, '?==?')
    .replaceAll(/=\?UTF-8\?([BQ])\?([^?]*)\?=/gi, (_, how: string, word: string) =>
      how.toUpperCase() === 'B'
        ? Buffer.from(word, 'base64').toString()
        : decodeQuoted(word.replaceAll('_', ' ')),
    );
}
