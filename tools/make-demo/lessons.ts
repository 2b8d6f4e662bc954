import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import rehypeKatex from 'rehype-katex';
import rehypeStringify from 'rehype-stringify';
import remarkGfm from 'remark-gfm';
import remarkMath from 'remark-math';
import remarkParse from 'remark-parse';
import remarkRehype from 'remark-rehype';
import { unified } from 'unified';
import { parse } from 'yaml';

/** Reads the articles of a course folder and turns them into XHTML for the booklet. */

export interface Article {
  readonly title: string;
  readonly summary: string;
  readonly xhtml: string;
}

export interface Chapter {
  readonly folder: string;
  readonly title: string;
  readonly articles: readonly Article[];
}

/** Only words of the site, such as the note on a file to download, stay out of the booklet. */
const MEDIA = /\.(mp4|mp3|pdf|epub)$/;

async function toXhtml(markdown: string, mark: string): Promise<string> {
  const pipeline = unified()
    .use(remarkParse)
    .use(remarkGfm)
    .use(remarkMath)
    .use(remarkRehype, {
      clobberPrefix: `${mark}-`,
      footnoteLabel: '注',
      footnoteBackLabel: '回到正文',
    })
    .use(rehypeKatex, { output: 'mathml' })
    .use(rehypeStringify, { closeSelfClosing: true, upperDoctype: false });
  // XML knows no attributes without a value, and a chapter gathers several articles, each with its own label.
  return String(await pipeline.process(markdown))
    .replaceAll(/ (data-footnote[a-z-]*)(?=[\s>])/g, ' $1=""')
    .replaceAll('"footnote-label"', `"${mark}-footnote-label"`);
}

async function readArticle(path: string, mark: string): Promise<Article> {
  const [, head = '', body = ''] =
    /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(await readFile(path, 'utf8')) ?? [];
  const { title, summary } = parse(head) as { title: string; summary: string };
  return { title, summary, xhtml: await toXhtml(body, mark) };
}

export async function readChapters(course: string): Promise<Chapter[]> {
  const folders = (await readdir(course)).filter((name) => /^\d+-/.test(name)).toSorted();
  return Promise.all(
    folders.map(async (folder, c) => {
      const names = (await readdir(join(course, folder))).toSorted();
      const media = new Set(
        names.filter((name) => MEDIA.test(name)).map((name) => name.replace(MEDIA, '')),
      );
      const texts = names.filter((name) => name.endsWith('.md') && !media.has(name.slice(0, -3)));
      const articles = await Promise.all(
        texts.map((name, a) => readArticle(join(course, folder, name), `n${c}${a}`)),
      );
      return { folder, title: folder.replace(/^\d+-/, ''), articles };
    }),
  );
}
