import type { Ask } from './asked.ts';
import { fillPath } from './asked.ts';
import type { Person } from './people.ts';
import type { World } from './world.ts';

/** What came back. */
export interface Answer {
  readonly status: number;
  readonly text: string;
  /** The stable code of a refusal; of pages the location stands for it. */
  readonly code: string | undefined;
  readonly location: string | null;
  readonly headers: Headers;
}

export interface Sent {
  readonly params?: Readonly<Record<string, string>> | undefined;
  readonly query?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Asks over the front door as `person`, or as nobody. */
export async function send(
  world: World,
  person: Person | undefined,
  ask: Ask,
  sent: Sent = {},
): Promise<Answer> {
  const encoded = Object.entries(sent.params ?? {}).map(
    ([name, value]) => [name, name === '*' ? value : encodeURIComponent(value)] as const,
  );
  const path = fillPath(ask.pattern, Object.fromEntries(encoded)) + (sent.query ?? '');
  const { body, type } = written(ask, sent.body);
  const headers = {
    ...type,
    ...(ask.pattern.startsWith('/api/v1/uploads') ? tus : {}),
    ...(person ? { cookie: person.cookie } : {}),
    ...sent.headers,
  };
  return ring(world, path, {
    method: ask.method,
    headers,
    ...(body === undefined ? {} : { body }),
  });
}

const tus = {
  'tus-resumable': '1.0.0',
  'upload-length': '3',
  'upload-offset': '0',
  'content-type': 'application/offset+octet-stream',
};

/** Sends what is written already. */
export async function ring(world: World, path: string, init: RequestInit): Promise<Answer> {
  const response = await world.app.request(`http://localhost${path}`, init);
  const text = await response.text();
  return {
    status: response.status,
    text,
    code: codeIn(text),
    location: response.headers.get('location'),
    headers: response.headers,
  };
}

function written({ route }: Ask, value: unknown): { body?: string; type: Record<string, string> } {
  if (value === undefined) return { type: {} };
  if (route.kind === 'form')
    return {
      body: new URLSearchParams(value as Record<string, string>).toString(),
      type: { 'content-type': 'application/x-www-form-urlencoded' },
    };
  return {
    body: typeof value === 'string' ? value : JSON.stringify(value),
    type: { 'content-type': 'application/json' },
  };
}

function codeIn(text: string): string | undefined {
  if (!text.startsWith('{"error"')) return undefined;
  return (JSON.parse(text) as { error: { code: string } }).error.code;
}

/** Whether somebody was sent away because of who they are. */
export function isTurnedAway({ status, code, location }: Answer): boolean {
  if (location !== null && /^(\/en)?\/login(\?|$)/.test(location)) return true;
  return code?.startsWith('policy.') ?? [401, 403].includes(status);
}
