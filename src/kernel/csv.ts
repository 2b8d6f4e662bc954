/** A cell without what our own files put before what a spreadsheet would run, and behind a long number. */
export function plainCell(cell: string): string {
  const text = /^'[=+\-@\t\r＝＋－＠]/.test(cell) ? cell.slice(1) : cell;
  return /^\d{12,}\t$/.test(text) ? text.slice(0, -1) : text;
}

/** The cells of a file in lines (RFC 4180); undefined when a quote is never closed. */
export function readCsv(text: string): string[][] | undefined {
  const lines: string[][] = [[]];
  const cell = /("(?:[^"]|"")*"|[^",\r\n]*)(,|\r?\n|\r|$)/y;
  while (cell.lastIndex < text.length) {
    const match = cell.exec(text);
    if (!match) return undefined;
    const [, value = '', end = ''] = match;
    lines.at(-1)!.push(value.startsWith('"') ? value.slice(1, -1).replaceAll('""', '"') : value);
    if (end === ',' && cell.lastIndex >= text.length) lines.at(-1)!.push('');
    if (end !== ',' && end !== '') lines.push([]);
  }
  return lines;
}
