import { plainCell, readCsv } from '#kernel/csv.ts';
import {
  lists,
  wordActions,
  type LineProblem,
  type WordAction,
  type WordList,
  type WordRow,
} from '../types.ts';
import { patternOf } from './match.ts';

const names: Readonly<Record<string, keyof WordRow>> = {
  list: 'list',
  词库: 'list',
  word: 'word',
  词: 'word',
  action: 'action',
  处理: 'action',
  replacement: 'replacement',
  替换为: 'replacement',
  note: 'note',
  备注: 'note',
};

/** Reads a file of words: a header that names its columns in either language, then one word a line. */
export function readWords(csv: string): { rows: WordRow[]; problems: LineProblem[] } {
  const lines = readCsv(csv.replace(/^\uFEFF/, ''));
  if (!lines) return { rows: [], problems: [{ line: 1, what: 'quotes' }] };
  const [header = [], ...body] = lines;
  const columns = header.map((name) => names[name.trim().toLowerCase()]);
  if (!columns.includes('word')) return { rows: [], problems: [{ line: 1, what: 'columns' }] };
  const rows: WordRow[] = [];
  const problems: LineProblem[] = [];
  for (const [index, cells] of body.entries()) {
    if (cells.every((cell) => cell.trim() === '')) continue;
    const read = readRow(columns, cells);
    if (typeof read === 'string') problems.push({ line: index + 2, what: read });
    else rows.push(read);
  }
  return { rows, problems };
}

function readRow(
  columns: readonly (keyof WordRow | undefined)[],
  cells: readonly string[],
): WordRow | LineProblem['what'] {
  const cell = (name: keyof WordRow) => plainCell(cells[columns.indexOf(name)] ?? '').trim();
  const [list, action] = [cell('list') || 'everywhere', cell('action') || 'review'];
  if (!lists.includes(list as WordList)) return 'list';
  if (!wordActions.includes(action as WordAction)) return 'action';
  const [word, replacement, note] = [cell('word'), cell('replacement'), cell('note')];
  if (!patternOf(word)) return 'word';
  if (word.length > 64 || replacement.length > 64 || note.length > 200) return 'long';
  return { list: list as WordList, word, action: action as WordAction, replacement, note };
}
