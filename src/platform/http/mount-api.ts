import { Readable } from 'node:stream';
import type { Context } from 'hono';
import { z } from 'zod';
import type { Locale } from '#kernel/locale.ts';
import { csvCell } from '#kernel/text.ts';
import { formatInstant } from '#kernel/time.ts';
import type { Ctx } from '../ctx.ts';
import type { Page } from '../cursor.ts';
import { check } from './problem.ts';
import { sendJson } from './reply.ts';
import type { ApiRoute, Cell, Column, Http, ListInput, ListRoute } from './route.ts';
import { refuseRequest } from './security.ts';

const bodyLimit = 1024 * 1024;

/** Checks the input, runs the operation, and answers JSON: what the answer's shape does not name stays inside. */
export async function runApi(ctx: Ctx, c: Context, route: ApiRoute, http: Http): Promise<Response> {
  const input = {
    params: readParams(ctx, c, route.params),
    query: route.query ? check(route.query, readQuery(c), ctx.locale) : {},
    body: route.body ? check(route.body, await readJson(c), ctx.locale) : undefined,
    http,
  };
  const result = await route.run(ctx, input as never);
  if (!route.answer) return new Response(null, { status: 204 });
  return sendJson(route.answer.parse(result), route.status, c.req.header('accept-encoding'));
}

// PostgreSQL has no NUL in text, and half a surrogate pair is nothing in UTF-8: what is written with them is read without.
const oddInJson = /\\u(?:0000|d[89a-f])/i;

function withoutOdd(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? storable(value) : value;
}

function storable(text: string): string {
  return text.replaceAll('\0', '').toWellFormed();
}

/** The fields of a form or a question as they can be stored. */
export function readFields(fields: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, storable(value)]));
}

/** What stands behind the `?` of an address. */
export function readQuery(c: Context): Record<string, string> {
  return readFields(c.req.query());
}

export function readParams(ctx: Ctx, c: Context, shape: z.ZodType | undefined): unknown {
  const params = c.req.param() as Record<string, string>;
  // PostgreSQL has no NUL in text: nothing is called so.
  if (Object.values(params).some((value) => value.includes('\0')))
    throw refuseRequest('request.unknown_path');
  if (!shape) return params;
  const parsed = shape.safeParse(params);
  // An id that cannot be one names nothing.
  if (!parsed.success) throw refuseRequest('request.unknown_path');
  return parsed.data;
}

async function readJson(c: Context): Promise<unknown> {
  const type = c.req.header('content-type') ?? '';
  // Only JSON: a form of another site can send text/plain without asking first.
  if (!/^application\/json\b/i.test(type)) throw refuseRequest('request.unreadable');
  const text = await readText(c, bodyLimit);
  try {
    return oddInJson.test(text) ? JSON.parse(text, withoutOdd) : JSON.parse(text);
  } catch {
    throw refuseRequest('request.unreadable');
  }
}

/** The body as text. @throws Refusal request.too_large, request.unreadable (not UTF-8) */
export async function readText(c: Context, limit: number): Promise<string> {
  return new TextDecoder().decode(await readBytes(c, limit));
}

/** The body's bytes, read no further than `limit`. @throws Refusal request.too_large */
export async function readBytes(c: Context, limit: number): Promise<Uint8Array> {
  if (Number(c.req.header('content-length') ?? 0) > limit) throw refuseRequest('request.too_large');
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of (c.req.raw.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > limit) throw refuseRequest('request.too_large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const paging = z.object({
  cursor: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  format: z.enum(['json', 'csv']).default('json'),
});

/** A page of the list as JSON, or all of it as CSV. */
export async function runList(ctx: Ctx, c: Context, route: ListRoute): Promise<Response> {
  const asked = readQuery(c);
  const { cursor, limit, format } = check(paging, asked, ctx.locale);
  const params = readParams(ctx, c, route.params);
  const { cursor: _cursor, limit: _limit, format: _format, lang: _lang, ...filters } = asked;
  const query = route.query ? check(route.query, filters, ctx.locale) : {};
  const read = (at: string | undefined, size: number) =>
    route.run(ctx, { params, query, cursor: at, limit: size } as ListInput<never, never>);

  if (format === 'csv') return sendCsv(ctx, route.columns as readonly Column<unknown>[], read);
  const page = await read(cursor, limit);
  const shape = z.object({ items: z.array(route.item), nextCursor: z.string().nullable() });
  return sendJson(shape.parse(page), 200, c.req.header('accept-encoding'));
}

const exportStep = 200;

/** Streams the whole list, a page at a time, as CSV (RFC 4180) that spreadsheets read as UTF-8. */
async function sendCsv(
  ctx: Ctx,
  columns: readonly Column<unknown>[],
  read: (cursor: string | undefined, limit: number) => Promise<Page<unknown>>,
): Promise<Response> {
  // The first page is read before the answer begins, so that a refusal still is one.
  const first = await read(undefined, exportStep);
  const line = (cells: readonly Cell[]) =>
    `${cells.map((cell) => csvCell(plainCell(cell, ctx.locale))).join(',')}\r\n`;

  async function* rows() {
    yield `\uFEFF${line(columns.map(({ title }) => title[ctx.locale]))}`;
    let page = first;
    for (;;) {
      yield page.items
        .map((item) => line(columns.map(({ value }) => value(item as never))))
        .join('');
      if (!page.nextCursor) return;
      page = await read(page.nextCursor, exportStep);
    }
  }

  return new Response(Readable.toWeb(Readable.from(encoded(rows()))) as ReadableStream, {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="export.csv"',
      'cache-control': 'no-store',
    },
  });
}

const yesNo: Readonly<Record<Locale, readonly [string, string]>> = {
  zh: ['是', '否'],
  en: ['yes', 'no'],
};
const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z$/;

/** A cell as a reader's spreadsheet takes it: words in their language, instants in Beijing time. */
function plainCell(cell: Cell, locale: Locale): string | number | null | undefined {
  if (typeof cell === 'boolean') return yesNo[locale][cell ? 0 : 1];
  if (typeof cell === 'object') return cell?.[locale];
  return typeof cell === 'string' && instant.test(cell) ? formatInstant(new Date(cell)) : cell;
}

async function* encoded(texts: AsyncIterable<string>): AsyncIterable<Uint8Array> {
  for await (const text of texts) yield Buffer.from(text);
}
