import { randomBytes, randomFillSync } from 'node:crypto';

// Drawn for hundreds of ids at once: each draw is a call to the system's generator.
const drawn = Buffer.alloc(10 * 400);
let used = drawn.length;

function drawTen(): Uint8Array {
  if (used === drawn.length) {
    randomFillSync(drawn);
    used = 0;
  }
  used += 10;
  return drawn.subarray(used - 10, used);
}

/**
 * A new UUID version 7 (RFC 9562 §5.7): 48 bits of milliseconds, then randomness, so that ids sort by birth.
 * Ids are not secrets: a token comes from `newToken`.
 */
export function newId(now: number | Date = Date.now(), random: Uint8Array = drawTen()): string {
  const hex = Math.trunc(Number(now)).toString(16).padStart(12, '0');
  const tail = Buffer.from(random);
  tail[0] = (tail[0]! & 0x0f) | 0x70;
  tail[2] = (tail[2]! & 0x3f) | 0x80;
  const rest = tail.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-${rest.slice(0, 4)}-${rest.slice(4, 8)}-${rest.slice(8)}`;
}

/** Before every id that is born at `at` or later, and after every earlier one: the edge of a range of ids in time. */
export function firstIdAt(at: Date): string {
  const hex = at.getTime().toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Whether `value` is written as a lower-case UUID; anything else would make PostgreSQL raise. */
export function isId(value: string): boolean {
  return uuid.test(value);
}

/** 256 random bits as 43 URL-safe characters: session tokens, unguessable addresses. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** What stands for an id where people read it aloud: its last 48 random bits, such as `3f9a-01bc-77de`. */
export function numberOf(id: string): string {
  return id.slice(-12).replaceAll(/(.{4})(?=.)/g, '$1-');
}
