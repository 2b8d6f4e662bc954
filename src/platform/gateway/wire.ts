import { GatewayRefused, GatewayUnavailable, type HeaderBag, type Transport } from './gateway.ts';

/** The header of that name, in small letters. @throws GatewayRefused malformed when it appears twice */
export function findHeader(headers: HeaderBag, name: string): string | undefined {
  if (headers instanceof Headers) return headers.get(name) ?? undefined;
  const found = Object.entries(headers).filter(([key]) => key.toLowerCase() === name);
  if (found.length > 1) throw new GatewayRefused('malformed', `header ${name} appears twice`);
  return found[0]?.[1];
}

/** Sends one request and answers what came back, whatever its status. @throws GatewayUnavailable when nothing did */
export async function sendRequest(
  { transport, timeoutMs }: { readonly transport: Transport; readonly timeoutMs: number },
  operation: string,
  url: string,
  init: RequestInit,
): Promise<Response> {
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    return await transport(url, { ...init, redirect: 'manual', signal });
  } catch (cause) {
    throw unreachable(operation, cause);
  }
}

/** Reads a body of at most `limit` bytes; a body that breaks off is an unknown result. */
export async function readCapped(
  response: Response,
  operation: string,
  limit: number,
): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const part of response.body ?? []) {
      size += part.byteLength;
      if (size > limit) break;
      parts.push(part);
    }
  } catch (cause) {
    throw unreachable(operation, cause);
  }
  if (size > limit) throw unverified(operation, `more than ${limit} bytes`);
  return Buffer.concat(parts);
}

/** @throws GatewayUnavailable for a status that says nothing about what was asked */
export function refuseServerTrouble(operation: string, status: number): void {
  if (status === 429) throw new GatewayUnavailable(operation, 'rate_limited', 'status 429');
  if (status >= 500 || status < 200 || (status >= 300 && status < 400)) {
    throw new GatewayUnavailable(operation, 'server_error', `status ${status}`);
  }
}

/** An answer that cannot be believed: the result is unknown. */
export function unverified(operation: string, detail: string, cause?: unknown): GatewayUnavailable {
  return new GatewayUnavailable(operation, 'unverified_answer', detail, cause);
}

function unreachable(operation: string, cause: unknown): GatewayUnavailable {
  const { name, message } = cause instanceof Error ? cause : new Error(String(cause));
  const reason = name === 'TimeoutError' || name === 'AbortError' ? 'timeout' : 'network';
  return new GatewayUnavailable(operation, reason, message, cause);
}
