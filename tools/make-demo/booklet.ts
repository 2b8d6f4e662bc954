import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Chapter, readChapters } from './lessons.ts';
import { zip, type ZipEntry } from './zip.ts';
import { ffmpeg } from './tools.ts';

/** The articles of the flagship course as an EPUB 3: one document a chapter, formulae as MathML, diagrams inside. */

const TITLE = '听得懂的乐理';
const CREATOR = '示范讲师·林知微';

const STYLE = `body{font-family:serif;line-height:1.8;margin:1em}
h1{font-size:1.7em;margin:3em 0 1em;text-align:center;letter-spacing:.1em}
h2.lesson{font-size:1.35em;margin:3em 0 .2em;color:#b03f2b;page-break-before:always;break-before:page}
p.summary{color:#6b6f6c;margin:0 0 1.6em;font-size:.92em}
h3,h4{margin:1.6em 0 .4em}
blockquote{margin:1.4em 0;padding:.6em 1em;border-left:4px solid #cf4a32;background:#f8f1e2}
table{border-collapse:collapse;width:100%;margin:1.2em 0;font-size:.92em}
th,td{border-bottom:1px solid #d8cfba;padding:.4em .5em;text-align:left}
pre{background:#f4efe4;padding:.8em;overflow-x:auto;font-size:.85em;white-space:pre-wrap}
img{max-width:100%}math[display=block]{margin:1em 0}
.cover{margin:0;text-align:center}.sr-only{font-size:.9em;color:#6b6f6c}`;

const page = (title: string, body: string): string => `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="zh-CN" xml:lang="zh-CN">
<head><meta charset="utf-8"/><title>${title}</title><link rel="stylesheet" href="style.css"/></head>
<body>${body}</body>
</html>
`;

const NUMBERS = ['一', '二', '三', '四', '五', '六'];

/** A chapter's document: headings one level down, images in the chapter's own folder. */
function chapterPage(chapter: Chapter, index: number): string {
  const lessons = chapter.articles.map((article, a) => {
    const body = article.xhtml
      .replaceAll(/<(\/?)h2\b/g, '<$1h3')
      .replaceAll('src="images/', `src="images/${index + 1}-`);
    return `<section id="lesson-${a + 1}"><h2 class="lesson">${article.title}</h2><p class="summary">${article.summary}</p>${body}</section>`;
  });
  const name = `第${NUMBERS[index]}章　${chapter.title}`;
  return page(name, `<h1>${name}</h1>${lessons.join('')}`);
}

function navigation(chapters: readonly Chapter[]): string {
  const items = chapters.map((chapter, c) => {
    const lessons = chapter.articles.map(
      (article, a) =>
        `<li><a href="chapter-${c + 1}.xhtml#lesson-${a + 1}">${article.title}</a></li>`,
    );
    return `<li><a href="chapter-${c + 1}.xhtml">${chapter.title}</a><ol>${lessons.join('')}</ol></li>`;
  });
  return page(
    '目录',
    `<nav epub:type="toc" id="toc"><h1>目录</h1><ol>${items.join('')}</ol></nav>`,
  );
}

function packageDocument(
  pages: readonly string[],
  images: readonly string[],
  withMath: ReadonlySet<string>,
): string {
  const documents = pages.map(
    (name) =>
      `<item id="${name}" href="${name}.xhtml" media-type="application/xhtml+xml"${withMath.has(name) ? ' properties="mathml"' : ''}/>`,
  );
  const pictures = images.map(
    (name, i) => `<item id="image-${i}" href="images/${name}" media-type="image/png"/>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="zh-CN">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="id">urn:uuid:5b0e7a52-52a1-4d0c-9c1f-1f0c7a2d6e01</dc:identifier>
<dc:title>${TITLE}</dc:title><dc:language>zh-CN</dc:language><dc:creator>${CREATOR}</dc:creator>
<dc:description>从一根弦的颤动，到一首自己的曲子。</dc:description>
<meta property="dcterms:modified">2026-01-01T00:00:00Z</meta><meta name="cover" content="cover-image"/>
</metadata>
<manifest>
<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="style" href="style.css" media-type="text/css"/>
<item id="cover-image" href="cover.jpg" media-type="image/jpeg" properties="cover-image"/>
${documents.join('\n')}
${pictures.join('\n')}
</manifest>
<spine>${pages.map((name, i) => `<itemref idref="${name}"/>${i === 0 ? '<itemref idref="nav"/>' : ''}`).join('')}</spine>
</package>
`;
}

const CONTAINER = `<?xml version="1.0"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="book/package.opf" media-type="application/oebps-package+xml"/></rootfiles></container>
`;

/** The images that a chapter shows, by the name they get in the book. */
async function imagesOf(
  course: string,
  chapter: Chapter,
  index: number,
): Promise<[string, Buffer][]> {
  const used = new Set(
    chapter.articles.flatMap(({ xhtml }) =>
      [...xhtml.matchAll(/src="images\/([^"]+)"/g)].map(([, name = '']) => name),
    ),
  );
  return Promise.all(
    [...used].map(
      async (name) =>
        [`${index + 1}-${name}`, await readFile(join(course, chapter.folder, 'images', name))] as [
          string,
          Buffer,
        ],
    ),
  );
}

export async function makeBooklet(course: string, file: string): Promise<void> {
  const chapters = await readChapters(course);
  const texts = chapters.map(chapterPage);
  const images = (
    await Promise.all(chapters.map((chapter, i) => imagesOf(course, chapter, i)))
  ).flat();
  const pages = ['title', ...chapters.map((_, i) => `chapter-${i + 1}`)];
  const withMath = new Set(
    texts.flatMap((text, i) => (text.includes('<math') ? [`chapter-${i + 1}`] : [])),
  );
  const front = page(
    TITLE,
    `<div class="cover"><img src="cover.jpg" alt="封面：月下的水面上横着几根弦"/></div><h1>${TITLE}</h1><p class="cover">${CREATOR}</p>`,
  );

  await ffmpeg([
    '-i',
    join(course, 'cover.webp'),
    '-q:v',
    '3',
    '-update',
    '1',
    '-frames:v',
    '1',
    `${file}.tmp.jpg`,
  ]);
  const cover = await readFile(`${file}.tmp.jpg`);
  await rm(`${file}.tmp.jpg`);

  const written = (name: string, words: string): ZipEntry => ({ name, data: Buffer.from(words) });
  await writeFile(
    file,
    zip([
      { ...written('mimetype', 'application/epub+zip'), stored: true },
      written('META-INF/container.xml', CONTAINER),
      written(
        'book/package.opf',
        packageDocument(
          pages,
          images.map(([name]) => name),
          withMath,
        ),
      ),
      written('book/nav.xhtml', navigation(chapters)),
      written('book/style.css', STYLE),
      written('book/title.xhtml', front),
      ...texts.map((text, i) => written(`book/chapter-${i + 1}.xhtml`, text)),
      { name: 'book/cover.jpg', data: cover, stored: true },
      ...images.map(([name, data]): ZipEntry => ({
        name: `book/images/${name}`,
        data,
        stored: true,
      })),
    ]),
  );
}
