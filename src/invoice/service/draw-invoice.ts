import { PDFDocument, rgb, type PDFPage } from '@cantoo/pdf-lib';
import { fill, type Locale, type Words } from '#kernel/locale.ts';
import { decimalMoney, money } from '#kernel/money.ts';
import { businessDay } from '#kernel/time.ts';
import { openPen, type Drawn, type Pen } from '#media/service/pdf-pen.ts';
import { numberOf } from '../rules.ts';
import type { Invoice, InvoiceLine, Party } from '../types.ts';
import { paperWords } from '../words/paper.ts';

/** A document as it goes to a thread: instants as ISO 8601. */
export type Drawable = Omit<Invoice, 'issuedAt' | 'orderId' | 'id'> & { readonly issuedAt: string };

// A sheet of A4 in points.
const [width, height, margin] = [595, 842, 56];
const foot = 96;
const [ink, quiet, hair] = [rgb(0.1, 0.1, 0.12), rgb(0.38, 0.38, 0.42), rgb(0.8, 0.8, 0.83)];

/** Draws an invoice or a credit note for a reader of `locale`. The same document is always the same bytes. */
export async function drawInvoice(invoice: Drawable, locale: Locale): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  const issuedAt = new Date(invoice.issuedAt);
  const number = numberOf(invoice);
  const sheet = new Sheet(document, await openPen(document));
  const say = (words: Words, params: Record<string, string> = {}) => fill(words[locale], params);

  await drawHead(sheet, invoice, { number, say });
  await drawParties(sheet, invoice, say);
  if (invoice.kind === 'invoice') await drawLines(sheet, invoice.content.lines, { locale, say });
  await drawTotal(sheet, invoice, say);
  await sheet.note(say(paperWords[invoice.kind === 'invoice' ? 'note' : 'creditNote']));

  document.setTitle(`${say(paperWords[invoice.kind])} ${number}`, { showInWindowTitleBar: true });
  document.setLanguage(locale === 'zh' ? 'zh-CN' : 'en');
  document.setCreationDate(issuedAt);
  document.setModificationDate(issuedAt);
  return document.save();
}

type Say = (words: Words, params?: Record<string, string>) => string;

async function drawHead(
  sheet: Sheet,
  { kind, issuedAt, content }: Drawable,
  { number, say }: { readonly number: string; readonly say: Say },
): Promise<void> {
  await sheet.line(say(paperWords[kind]), { size: 24 });
  sheet.skip(10);
  const { credits, paidAt, orderNumber } = content;
  const facts = [
    say(paperWords.number, { number }),
    say(paperWords.issued, { day: businessDay(new Date(issuedAt)) }),
    say(paperWords.order, { number: orderNumber }),
    say(paperWords.paid, { day: businessDay(new Date(paidAt)) }),
    ...(credits
      ? [
          say(paperWords.credits, { number: credits.number }),
          say(paperWords.refunded, { day: businessDay(new Date(credits.refundedAt)) }),
        ]
      : []),
  ];
  for (const fact of facts) await sheet.line(fact, { colour: quiet });
  sheet.skip(12);
}

async function drawParties(sheet: Sheet, { content }: Drawable, say: Say): Promise<void> {
  const half = (width - 2 * margin) / 2 - 12;
  const top = sheet.y;
  const ends: number[] = [];
  for (const [index, who] of (['seller', 'buyer'] as const).entries()) {
    sheet.y = top;
    const place = { x: margin + index * (half + 24), room: half };
    await sheet.line(say(paperWords[who]), { ...place, size: 9, colour: quiet });
    for (const text of linesOf(content[who], say)) await sheet.text(text, place);
    ends.push(sheet.y);
  }
  sheet.y = Math.min(...ends);
  sheet.skip(18);
}

function linesOf({ name, address, taxNumber }: Party, say: Say): string[] {
  return [
    name,
    ...(address ? [address] : []),
    ...(taxNumber ? [say(paperWords.taxNumber, { number: taxNumber })] : []),
  ];
}

async function drawLines(
  sheet: Sheet,
  lines: readonly InvoiceLine[],
  { locale, say }: { readonly locale: Locale; readonly say: Say },
): Promise<void> {
  await sheet.row(say(paperWords.item), say(paperWords.amount), { colour: quiet, size: 9 });
  sheet.rule();
  for (const { title, listPrice, discounts } of lines) {
    await sheet.row(title[locale], decimalMoney(listPrice));
    for (const { name, amount } of discounts)
      await sheet.row(name[locale], decimalMoney(money(0 - amount)), {
        colour: quiet,
        size: 9,
        indent: 12,
      });
    sheet.skip(4);
  }
  sheet.rule();
}

async function drawTotal(
  sheet: Sheet,
  { kind, amount, content: { taxBps, tax } }: Drawable,
  say: Say,
): Promise<void> {
  const isCredit = kind === 'credit';
  await sheet.row(
    say(paperWords[isCredit ? 'credited' : 'total']),
    decimalMoney(money(isCredit ? 0 - amount : amount)),
    { size: 14 },
  );
  if (taxBps === 0) return;
  const rate = `${taxBps / 100}%`;
  await sheet.row(say(paperWords.tax, { rate }), decimalMoney(money(isCredit ? 0 - tax : tax)), {
    colour: quiet,
    size: 9,
  });
}

interface Look {
  readonly size?: number;
  readonly colour?: ReturnType<typeof rgb>;
  readonly x?: number;
  /** How wide the text may be. */
  readonly room?: number;
  readonly indent?: number;
}

/** A page that is filled from above, and goes on with another one. */
class Sheet {
  y = height - margin;
  readonly #document: PDFDocument;
  readonly #pen: Pen;
  #page: PDFPage;

  constructor(document: PDFDocument, pen: Pen) {
    this.#document = document;
    this.#pen = pen;
    this.#page = document.addPage([width, height]);
  }

  skip(points: number): void {
    this.y -= points;
  }

  /** One line, as it is. */
  async line(text: string, look: Look = {}): Promise<void> {
    const size = look.size ?? 11;
    this.#step(size);
    this.#draw(await this.#pen(text), look.x ?? margin, look);
  }

  /** A text in as many lines as it takes. */
  async text(text: string, look: Look = {}): Promise<void> {
    for (const line of await this.#wrap(text, look)) await this.line(line, look);
  }

  /** What something is on the left, a figure at the right edge beside its first line. */
  async row(text: string, figure: string, look: Look = {}): Promise<void> {
    const indent = look.indent ?? 0;
    const room = width - 2 * margin - 110 - indent;
    const runs = await this.#pen(figure);
    const size = look.size ?? 11;
    const right = width - margin - widthOf(runs, size);
    const own = { ...look, x: margin + indent };
    for (const [index, line] of (await this.#wrap(text, { ...look, room })).entries()) {
      await this.line(line, own);
      if (index === 0) this.#draw(runs, right, look);
    }
  }

  rule(): void {
    this.skip(6);
    const line = { y: this.y, thickness: 0.5, color: hair };
    this.#page.drawLine({
      start: { x: margin, y: line.y },
      end: { x: width - margin, y: line.y },
      ...line,
    });
    this.skip(2);
  }

  /** A remark at the foot of the last page. */
  async note(text: string): Promise<void> {
    this.y = Math.min(this.y, foot);
    await this.text(text, { size: 9, colour: quiet, room: width - 2 * margin });
  }

  #step(size: number): void {
    if (this.y - size * 1.5 < margin / 2) {
      this.#page = this.#document.addPage([width, height]);
      this.y = height - margin;
    }
    this.y -= size * 1.5;
  }

  #draw(runs: readonly Drawn[], x: number, { size = 11, colour = ink }: Look): void {
    let along = x;
    for (const { text, font } of runs) {
      this.#page.drawText(text, { x: along, y: this.y, size, font, color: colour });
      along += font.widthOfTextAtSize(text, size);
    }
  }

  async #wrap(text: string, { size = 11, room = width - 2 * margin }: Look): Promise<string[]> {
    const lines: string[] = [];
    let line = '';
    for (const piece of piecesOf(text)) {
      const longer = line + piece;
      if (line !== '' && widthOf(await this.#pen(longer.trimEnd()), size) > room) {
        lines.push(line.trimEnd());
        line = piece.trimStart();
      } else line = longer;
    }
    return [...lines, line.trimEnd()];
  }
}

function widthOf(runs: readonly Drawn[], size: number): number {
  return runs.reduce((sum, { text, font }) => sum + font.widthOfTextAtSize(text, size), 0);
}

/** What a line may be broken between: words with the space after them, and each character of a script without spaces. */
function piecesOf(text: string): string[] {
  return text.match(/[\x21-\x7e]{1,40} ?|[^\x21-\x7e]/gu) ?? [];
}
