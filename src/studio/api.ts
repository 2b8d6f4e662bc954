import {
  keepPreviousData,
  QueryClient,
  useQuery,
  type UseQueryResult,
} from '@tanstack/react-query';
import { languageTag } from '#kernel/locale.ts';
import { currentLocale } from './preferences.tsx';
import { apiWords } from './words.ts';

/** What the API said in place of an answer, in the reader's language. */
export class ApiProblem extends Error {
  readonly status: number;
  readonly code: string;
  /** What is wrong with the input, by field path. */
  readonly issues: readonly { readonly path: string; readonly message: string }[];
  /** What a refusal carries for going on. */
  readonly detail: Readonly<Record<string, unknown>>;

  constructor(status: number, told: Partial<Told>) {
    super(told.message ?? apiWords.unreadable[currentLocale()]);
    this.name = 'ApiProblem';
    this.status = status;
    this.code = told.code ?? 'unknown';
    this.issues = told.issues ?? [];
    this.detail = told.detail ?? {};
  }
}

interface Told {
  readonly code: string;
  readonly message: string;
  readonly issues: readonly { readonly path: string; readonly message: string }[];
  readonly detail: Readonly<Record<string, unknown>>;
}

/** A page of any list of the API. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

/** The address of `path` on the API. */
export function apiAddress(path: string, query: Query = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') search.set(name, String(value));
  }
  const text = search.toString();
  return `/api/v1${path}${text ? `?${text}` : ''}`;
}

async function send(address: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(address, init);
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ApiProblem(0, { code: 'offline', message: apiWords.offline[currentLocale()] });
  }
}

/**
 * Asks the API.
 *
 * @throws ApiProblem with what the API refused, or that it cannot be reached.
 */
export async function ask<Answer = void>(
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  options: { body?: unknown; query?: Query; signal?: AbortSignal } = {},
): Promise<Answer> {
  const { body, query, signal } = options;
  const headers: Record<string, string> = {
    accept: 'application/json',
    'accept-language': languageTag[currentLocale()],
  };
  if (body !== undefined) headers['content-type'] = 'application/json';
  const response = await send(apiAddress(path, query), {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal ? { signal } : {}),
  });
  if (response.ok) return (response.status === 204 ? undefined : await response.json()) as Answer;
  throw new ApiProblem(response.status, await readProblem(response));
}

/** Puts a file at an address of the API, as it is. @throws ApiProblem */
export async function sendBytes(path: string, content: Blob, query: Query = {}): Promise<void> {
  const response = await send(apiAddress(path, query), {
    method: 'PUT',
    headers: {
      accept: 'application/json',
      'accept-language': languageTag[currentLocale()],
      'content-type': 'application/octet-stream',
    },
    body: content,
  });
  if (!response.ok) throw new ApiProblem(response.status, await readProblem(response));
}

async function readProblem(response: Response): Promise<Partial<Told>> {
  // A proxy in between answers in HTML.
  const text = await response.text();
  if (!text.startsWith('{')) return {};
  return (JSON.parse(text) as { error?: Partial<Told> }).error ?? {};
}

/** What a failure means to the reader. */
export function sayProblem(error: unknown): string {
  if (error instanceof ApiProblem) {
    const details = error.issues.map(({ path, message }) =>
      path ? `${path}: ${message}` : message,
    );
    return [error.message, ...details].join('\n');
  }
  return apiWords.broken[currentLocale()];
}

/** The answer of `GET path`, kept and refreshed. */
export function useAsk<Answer>(
  path: string,
  query: Query = {},
  options: {
    isOn?: boolean;
    everyMs?: number | false | ((answer: Answer | undefined) => number | false);
    /** While another answer is on its way, the last one stays: what stands on the screen does not jump. */
    keepsLast?: boolean;
  } = {},
): UseQueryResult<Answer> {
  const { everyMs = false } = options;
  return useQuery<Answer>({
    queryKey: [path, query],
    queryFn: ({ signal }) => ask<Answer>('GET', path, { query, signal }),
    enabled: options.isOn ?? true,
    refetchInterval: typeof everyMs === 'function' ? ({ state }) => everyMs(state.data) : everyMs,
    ...(options.keepsLast ? { placeholderData: keepPreviousData } : {}),
  });
}

/** What has been read, for the whole app. */
export const kept = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      retry: (count, error) => count < 2 && isPassing(error),
    },
  },
});

/** Worth another try: nobody refused. */
function isPassing(error: unknown): boolean {
  return error instanceof ApiProblem && (error.status === 0 || error.status >= 502);
}

/** Reads again whatever was read from paths that begin with one of `paths`. */
export async function refresh(...paths: readonly string[]): Promise<void> {
  await kept.invalidateQueries({
    predicate: ({ queryKey: [path] }) => paths.some((start) => String(path).startsWith(start)),
  });
}
