import { isId } from '#kernel/id.ts';
import { refuser } from '#kernel/refusal.ts';

/** One page of a list. `nextCursor` is null on the last one. */
export interface Page<Item> {
  readonly items: Item[];
  readonly nextCursor: string | null;
}

export const refuseCursor = refuser({
  'input.cursor': {
    status: 400,
    zh: '翻页位置无效，请回到第一页',
    en: 'This place in the list is not valid: go back to the first page.',
  },
});

/** The place after a row, as an opaque text: the values that the list is sorted by. */
export function cursorAfter(values: readonly (string | number | Date)[]): string {
  const plain = values.map((value) => (value instanceof Date ? value.toISOString() : value));
  return Buffer.from(JSON.stringify(plain)).toString('base64url');
}

/** The values in a cursor of `length` values. @throws Refusal input.cursor when it is not one of ours */
export function readCursor(cursor: string, length: number): (string | number)[] {
  let values: unknown;
  try {
    values = JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    throw refuseCursor('input.cursor');
  }
  const isOurs =
    Array.isArray(values) &&
    values.length === length &&
    values.every(
      (value) => (typeof value === 'string' && isPlain(value)) || typeof value === 'number',
    );
  if (!isOurs) throw refuseCursor('input.cursor');
  return values as (string | number)[];
}

// What PostgreSQL can hold as text.
function isPlain(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed();
}

/** The instant and the id in a cursor of both; nothing without a cursor. @throws Refusal input.cursor */
export function readTimeCursor(
  cursor: string | undefined,
): { readonly at: string; readonly id: string } | undefined {
  if (cursor === undefined) return undefined;
  const [at, id] = readCursor(cursor, 2).map(String) as [string, string];
  if (!isInstant(at) || !isId(id)) throw refuseCursor('input.cursor');
  return { at, id };
}

// As `cursorAfter` writes it; years of four digits are what PostgreSQL reads in that form.
function isInstant(text: string): boolean {
  const instant = new Date(text);
  return (
    /^[1-9]\d{3}-/.test(text) && !Number.isNaN(instant.getTime()) && instant.toISOString() === text
  );
}

/** The id in a cursor of one id; nothing without a cursor. @throws Refusal input.cursor */
export function readIdCursor(cursor: string | undefined): string | undefined {
  if (cursor === undefined) return undefined;
  const id = String(readCursor(cursor, 1)[0]);
  if (!isId(id)) throw refuseCursor('input.cursor');
  return id;
}

/** A page from `limit + 1` rows: the extra row only says that there is more. */
export function pageOf<Row, Item = Row>(
  rows: readonly Row[],
  limit: number,
  place: (row: Row) => readonly (string | number | Date)[],
  item: (row: Row) => Item = (row) => row as unknown as Item,
): Page<Item> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const nextCursor = rows.length > limit && last ? cursorAfter(place(last)) : null;
  return { items: shown.map(item), nextCursor };
}
