import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';
import { escapeHtml } from '#kernel/text.ts';
import { templateRows } from '../rules/template.ts';

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const types = 'http://schemas.openxmlformats.org/package/2006/content-types';
const relations = 'http://schemas.openxmlformats.org/package/2006/relationships';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const kindOf = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** The parts that a table of one sheet cannot do without (ECMA-376, part 1). */
function partsOf(rows: readonly (readonly string[])[]): Readonly<Record<string, string>> {
  return {
    '[Content_Types].xml': `<Types xmlns="${types}"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${kindOf}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${kindOf}.worksheet+xml"/></Types>`,
    '_rels/.rels': `<Relationships xmlns="${relations}"><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="题库" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${relations}"><Relationship Id="rId1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    'xl/worksheets/sheet1.xml': `<worksheet xmlns="${main}"><cols><col min="1" max="1" width="8" customWidth="1"/><col min="2" max="2" width="36" customWidth="1"/><col min="3" max="13" width="14" customWidth="1"/></cols><sheetData>${rows.map(rowOf).join('')}</sheetData></worksheet>`,
  };
}

function rowOf(cells: readonly string[], row: number): string {
  const inner = cells.map((said, column) => {
    const place = `${String.fromCodePoint(65 + column)}${row + 1}`;
    return said === ''
      ? ''
      : `<c r="${place}" t="inlineStr"><is><t xml:space="preserve">${escapeHtml(said)}</t></is></c>`;
  });
  return `<row r="${row + 1}">${inner.join('')}</row>`;
}

/** A table that shows how questions are written, as Excel opens it: the same bytes each time. */
export async function writeTemplate(): Promise<Buffer> {
  return writeTable(templateRows);
}

/** Plain words in rows as a table of one sheet. */
export async function writeTable(rows: readonly (readonly string[])[]): Promise<Buffer> {
  const zip = new ZipFile();
  const mtime = new Date('2026-01-01T00:00:00Z');
  for (const [name, part] of Object.entries(partsOf(rows)))
    zip.addBuffer(Buffer.from(head + part), name, { mtime });
  zip.end();
  return buffer(zip.outputStream);
}
