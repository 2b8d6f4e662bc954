/** A line of a members file, as it was read: names of columns are settled, nothing is judged yet. */
export interface MemberLine {
  /** Where it stands in the file; the header is line 1. */
  readonly line: number;
  readonly email: string;
  readonly name: string;
  readonly tiers: readonly string[];
  /** Ghost says apart that somebody is a member without paying. */
  readonly isComplimentary: boolean;
  readonly endsAt: string;
  /** The account was deleted where it comes from. */
  readonly isDeleted: boolean;
}

type Field = 'email' | 'name' | 'tiers' | 'complimentary' | 'endsAt' | 'deletedAt';

// Ours in both languages and as the list of members is exported; Ghost's as its admin exports members (`products` before 5.0).
const names: Readonly<Record<string, Field>> = {
  email: 'email',
  'e-mail': 'email',
  邮箱: 'email',
  name: 'name',
  member: 'name',
  姓名: 'name',
  会员: 'name',
  tier: 'tiers',
  tiers: 'tiers',
  products: 'tiers',
  等级: 'tiers',
  complimentary_plan: 'complimentary',
  ends_at: 'endsAt',
  until: 'endsAt',
  到期: 'endsAt',
  deleted_at: 'deletedAt',
};

/** What is wrong with a whole file. */
export type FileProblem = 'quotes' | 'columns' | 'long';

/** A cell has a few words; what is longer is not a members file. */
const longestCell = 2_000;

/**
 * Reads a members file piece by piece, in bounded memory: `push` takes the next piece of text and answers the lines that are whole
 * by then, `end` the last one. A problem of the file ends the reading.
 */
export class MembersReader {
  #columns: readonly (Field | undefined)[] | undefined;
  #cells: string[] = [];
  #cell = '';
  #isQuoted = false;
  #wasQuote = false;
  #wasReturn = false;
  #line = 0;
  problem: FileProblem | undefined;

  push(text: string): MemberLine[] {
    const lines: MemberLine[] = [];
    for (const character of this.#line === 0 && this.#isFresh()
      ? text.replace(/^\uFEFF/, '')
      : text)
      this.#take(character, lines);
    return lines;
  }

  end(): MemberLine[] {
    const lines: MemberLine[] = [];
    if (this.#isQuoted && !this.#wasQuote) this.problem ??= 'quotes';
    if (this.#cell !== '' || this.#cells.length > 0) this.#endLine(lines);
    if (!this.#columns) this.problem ??= 'columns';
    return lines;
  }

  #isFresh(): boolean {
    return this.#cell === '' && this.#cells.length === 0;
  }

  #take(character: string, lines: MemberLine[]): void {
    if (this.problem) return;
    if (this.#isQuoted && !this.#wasQuote) {
      if (character === '"') this.#wasQuote = true;
      else this.#add(character);
      return;
    }
    if (this.#wasQuote) {
      this.#wasQuote = false;
      if (character === '"') {
        this.#add('"');
        return;
      }
      this.#isQuoted = false;
    }
    this.#takePlain(character, lines);
  }

  #takePlain(character: string, lines: MemberLine[]): void {
    const isSecondOfTwo = character === '\n' && this.#wasReturn;
    this.#wasReturn = character === '\r';
    if (isSecondOfTwo) return;
    if (character === '"' && this.#cell === '') this.#isQuoted = true;
    else if (character === ',') this.#endCell();
    else if (character === '\n' || character === '\r') this.#endLine(lines);
    else this.#add(character);
  }

  #add(character: string): void {
    this.#cell += character;
    if (this.#cell.length > longestCell) this.problem = 'long';
  }

  #endCell(): void {
    this.#cells.push(this.#cell);
    this.#cell = '';
    this.#isQuoted = false;
    this.#wasQuote = false;
  }

  #endLine(lines: MemberLine[]): void {
    this.#endCell();
    this.#line += 1;
    const cells = this.#cells;
    this.#cells = [];
    if (!this.#columns) {
      this.#columns = cells.map((name) => names[name.trim().toLowerCase()]);
      if (!this.#columns.includes('email')) this.problem = 'columns';
      return;
    }
    if (cells.some((cell) => cell.trim() !== ''))
      lines.push(lineOf(this.#line, this.#columns, cells));
  }
}

function lineOf(
  line: number,
  columns: readonly (Field | undefined)[],
  cells: readonly string[],
): MemberLine {
  const cell = (field: Field) => plain(cells[columns.indexOf(field)] ?? '').trim();
  const split = cell('tiers').split(/[,，、]/);
  return {
    line,
    email: cell('email'),
    name: cell('name'),
    tiers: split.map((name) => name.trim()).filter(Boolean),
    isComplimentary: /^(true|1|yes|是)$/i.test(cell('complimentary')),
    endsAt: cell('endsAt'),
    isDeleted: cell('deletedAt') !== '',
  };
}

/** Takes off the quote that spreadsheets' files carry before what would run. */
function plain(cell: string): string {
  return /^'[=+\-@\t\r＝＋－＠]/.test(cell) ? cell.slice(1) : cell;
}

/** When a cell says that a membership ends: an instant, or a day in Beijing, which is the last one. Undefined when it says nothing that can be read. */
export function readEnd(text: string): string | undefined {
  const dayOnly = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})$/.exec(text);
  if (dayOnly) {
    const [, year, month, date] = dayOnly;
    const iso = `${year}-${month!.padStart(2, '0')}-${date!.padStart(2, '0')}`;
    const midnight = Date.parse(`${iso}T00:00:00+08:00`);
    const asked = Date.parse(`${iso}T00:00:00Z`);
    const isThere = !Number.isNaN(asked) && new Date(asked).toISOString().startsWith(iso);
    return isThere ? new Date(midnight + 86_400_000).toISOString() : undefined;
  }
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/.test(text))
    return undefined;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : new Date(at).toISOString();
}
