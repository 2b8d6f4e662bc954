import { execFile } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import {
  chordsAndPractice,
  cover,
  frequencies,
  intervalTable,
  rhythmPage,
  scalesPage,
} from './handout/pages.ts';
import { openBrowser } from './tools.ts';

/** The pocket cards: six pages A4, printed by the browser with its fonts embedded. */

const STYLE = `
@page { size: A4; margin: 0 }
* { box-sizing: border-box }
body { margin: 0; font: 10.5pt/1.75 "Noto Serif CJK SC", serif; color: #22303a; print-color-adjust: exact }
section { width: 210mm; height: 297mm; padding: 20mm 20mm 18mm; position: relative; break-after: page; overflow: hidden; background: #fffdf8 }
section:last-child { break-after: auto }
h1 { font-size: 22pt; margin: 0 0 2mm; letter-spacing: .08em; border-left: 3mm solid #cf4a32; padding-left: 5mm; line-height: 1.3 }
h2 { font-size: 13pt; margin: 7mm 0 2mm; color: #b03f2b }
p { margin: 0 0 2.5mm; text-align: justify }
.lead { color: #6b6f6c; margin-bottom: 6mm }
table { width: 100%; border-collapse: collapse; margin: 2mm 0 4mm; font-size: 10pt; line-height: 1.5 }
th { font-weight: 700; border-bottom: 1.5pt solid #22303a; padding: 1.4mm 2mm; text-align: right }
td { border-bottom: .5pt solid #ddd5c2; padding: 1.15mm 2mm; text-align: right; font-variant-numeric: tabular-nums }
th:first-child, td:first-child { text-align: left; font-weight: 700 }
table.words th, table.words td { text-align: left }
tr.mark td { background: #f6ebd3 }
footer { position: absolute; left: 20mm; right: 20mm; bottom: 10mm; font-size: 8.5pt; color: #8b8f8c; display: flex; justify-content: space-between }
.note { background: #f8f1e2; border-left: 1.2mm solid #3f8f7c; padding: 3mm 5mm; margin-top: 4mm }
.cover { background: #1b3450; color: #f2e8d5; padding: 0 }
.cover svg { position: absolute; inset: 0; width: 100%; height: 100% }
.cover div { position: absolute; left: 26mm; top: 40mm }
.cover h1 { font-size: 46pt; border: 0; padding: 0; letter-spacing: .16em }
.cover p { font-size: 14pt; letter-spacing: .12em; color: #deb15c }
.cover footer { color: #b9c3c9 }
.figure svg { width: 100%; height: auto; display: block }
.lines { margin-top: 3mm } .lines i { display: block; border-bottom: .6pt solid #b9b3a2; height: 8.5mm }
ol { padding-left: 6mm; margin: 0 } li { margin-bottom: 1.6mm }
.cells { display: grid; grid-template-columns: repeat(8, 1fr); gap: 0; margin: 2mm 0 4mm } .cells b { border: .6pt solid #b9b3a2; height: 9mm; margin-left: -.6pt }`;

export async function makeHandout(file: string): Promise<void> {
  const sheets = [
    cover(),
    frequencies(),
    intervalTable(),
    scalesPage(),
    rhythmPage(),
    chordsAndPractice(),
  ];
  const body = sheets.map((sheet, i) => {
    const foot = `<footer><span>听得懂的乐理 · 乐理随身卡</span><span>${i === 0 ? '示范讲师·林知微' : i + 1}</span></footer>`;
    return `<section${i === 0 ? ' class="cover"' : ''}>${sheet}${foot}</section>`;
  });
  const browser = await openBrowser();
  const page = await browser.newPage();
  await page.setContent(
    `<!doctype html><html lang="zh-CN"><title>乐理随身卡</title><style>${STYLE}</style>${body.join('')}</html>`,
  );
  const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true, tagged: true });
  // The date of printing would make every run differ.
  const dated = pdf.toString('latin1').replaceAll(/\(D:\d{14}/g, '(D:20260101000000');
  await browser.close();
  await writeFile(`${file}.tmp`, dated, 'latin1');
  // The browser writes every glyph as a stream of its own and packs none of the objects; qpdf halves it.
  await promisify(execFile)('qpdf', [
    '--deterministic-id',
    '--object-streams=generate',
    '--recompress-flate',
    '--compression-level=9',
    `${file}.tmp`,
    file,
  ]);
  await rm(`${file}.tmp`);
}
