import { escapeHtml } from '#kernel/text.ts';
import { zip, type ZipEntry } from './make-demo/zip.ts';

/** Writes Word documents by hand, for tests. */

const spaces =
  'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"';
/** Where the names of relations begin. */
export const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** Words, in the look of `how`. */
export const run = (text: string, how = '') =>
  `<w:r><w:rPr>${how}</w:rPr><w:t xml:space="preserve">${escapeHtml(text)}</w:t></w:r>`;
/** A paragraph in the style that is named. */
export const paragraph = (inner: string, style = '') =>
  `<w:p><w:pPr>${style && `<w:pStyle w:val="${style}"/>`}</w:pPr>${inner}</w:p>`;
/** A cell of a table. */
export const cell = (text: string) => `<w:tc>${paragraph(run(text))}</w:tc>`;
/** A picture by the id of its relation. */
export const picture = (id: string, attribute = 'r:embed') =>
  `<w:r><w:drawing><wp:inline><wp:docPr id="1" name="p" descr="一根弦"/><a:graphic><a:graphicData uri="x"><pic:pic><pic:blipFill><a:blip ${attribute}="${id}"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>`;

export interface Parts {
  readonly body: string;
  readonly head?: string;
  readonly related?: string;
  readonly more?: readonly ZipEntry[];
}

/** A document as Word writes it, in as few parts as it can have. */
export function docx({ body, head = '', related = '', more = [] }: Parts): Buffer {
  const part = (name: string, text: string): ZipEntry => ({ name, data: Buffer.from(text) });
  const styles = ['Title', 'heading 1', 'heading 2']
    .map(
      (name) =>
        `<w:style w:type="paragraph" w:styleId="${name}"><w:name w:val="${name}"/></w:style>`,
    )
    .join('');
  const types = 'http://schemas.openxmlformats.org/package/2006/content-types';
  return zip([
    part(
      '[Content_Types].xml',
      `<Types xmlns="${types}"><Default Extension="png" ContentType="image/png"/><Default Extension="emf" ContentType="image/x-emf"/><Default Extension="xml" ContentType="application/xml"/></Types>`,
    ),
    part(
      '_rels/.rels',
      `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="d" Type="${relations}/officeDocument" Target="word/document.xml"/></Relationships>`,
    ),
    part(
      'word/_rels/document.xml.rels',
      `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="s" Type="${relations}/styles" Target="styles.xml"/>${related}</Relationships>`,
    ),
    part('word/styles.xml', `<w:styles ${spaces}>${styles}</w:styles>`),
    part('word/document.xml', `${head}<w:document ${spaces}><w:body>${body}</w:body></w:document>`),
    ...more,
  ]);
}
