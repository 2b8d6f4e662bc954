import { plainCell, readCsv } from '#kernel/csv.ts';
import { parseMoney } from '#kernel/money.ts';
import { Refusal } from '#kernel/refusal.ts';
import type { Ctx } from '#platform/ctx.ts';
import { assertReach } from '#platform/policy.ts';
import { keepFapiao } from '../policy.ts';
import { IssuedFapiao, type FapiaoImported } from '../schema.ts';
import { selectFapiao } from '../store/fapiao.ts';
import { columnWords, lineWords } from '../words/columns.ts';
import { issueFapiao } from './keep-fapiao.ts';

const mostLines = 1_000;
const needed = ['order', 'amount', 'number', 'issuedOn'] as const;

/**
 * Writes down what a table says was issued, each line by itself: what is refused, or cannot be read, holds up no other. A line
 * without a number is not issued yet, and is passed over.
 *
 * @throws Refusal policy.*
 */
export async function importFapiao(ctx: Ctx, csv: string): Promise<FapiaoImported> {
  assertReach(ctx, keepFapiao, null);
  const say = (what: keyof typeof lineWords) => lineWords[what][ctx.locale];
  const [header, ...lines] = readCsv(csv.replace(/^\uFEFF/, '')) ?? [];
  if (!header) return { issued: 0, problems: [{ line: 1, text: say('quotes') }] };
  const places = placesIn(header);
  if (!places) return { issued: 0, problems: [{ line: 1, text: say('columns') }] };

  let issued = 0;
  const problems: { line: number; text: string }[] = [];
  for (const [index, cells] of lines.slice(0, mostLines).entries()) {
    const cell = (name: (typeof needed)[number]) => plainCell(cells[places[name]] ?? '').trim();
    if (cell('number') === '') continue;
    const problem = await bring(ctx, cell);
    if (problem === undefined) issued += 1;
    else problems.push({ line: index + 2, text: problem });
  }
  if (lines.length > mostLines) problems.push({ line: mostLines + 2, text: say('many') });
  return { issued, problems };
}

type Cell = (name: (typeof needed)[number]) => string;

/** Why a line was not brought; undefined when it was. */
async function bring(ctx: Ctx, cell: Cell): Promise<string | undefined> {
  const read = IssuedFapiao.safeParse({
    amount: parseMoney(cell('amount')),
    number: cell('number'),
    issuedOn: cell('issuedOn').replaceAll('/', '-'),
  });
  if (!read.success) return lineWords.unread[ctx.locale];
  const filter = { state: 'requested', orderNumber: cell('order') } as const;
  const place = { locale: ctx.locale, beforeId: undefined };
  const [found] = await selectFapiao(ctx.db, filter, place, 1);
  if (!found) return lineWords.unknown[ctx.locale];
  try {
    await issueFapiao(ctx, found.id, read.data);
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return error.say(ctx.locale);
    throw error;
  }
}

function placesIn(header: readonly string[]): Record<(typeof needed)[number], number> | undefined {
  const names = header.map((name) => name.trim());
  const places = needed.map((name) => {
    const { zh, en } = columnWords[name];
    return [name, names.findIndex((text) => text === zh || text === en)] as const;
  });
  if (places.some(([, place]) => place === -1)) return undefined;
  return Object.fromEntries(places) as Record<(typeof needed)[number], number>;
}
