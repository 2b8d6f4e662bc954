import { readFile } from 'node:fs/promises';
import mammoth from 'mammoth';
import { serveThread } from '#platform/threads.ts';
import { titleClass, wordText } from '../rules/word.ts';
import type { WordAnswer, WordPicture, WordTask } from './read-word.ts';

const endings: Readonly<Record<string, string>> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/gif': 'gif',
  'image/webp': 'webp',
};

// What a document brings of its own (a map of styles) is not listened to, and nothing outside it is opened.
const shut = { externalFileAccess: false, includeEmbeddedStyleMap: false } as const;

// What a thread of `read-word.ts` runs.
serveThread<WordTask, WordAnswer>(async ({ path, pictureFolder }) => {
  const pictures: WordPicture[] = [];
  const left: string[] = [];
  const convertImage = mammoth.images.imgElement(async (image) => {
    const ending = endings[image.contentType];
    if (ending === undefined) {
      left.push(image.contentType);
      return { src: '' };
    }
    const name = `${pictures.length + 1}.${ending}`;
    pictures.push({ name, bytes: await image.readAsBuffer() });
    return { src: `${pictureFolder}/${name}` };
  });
  const styleMap = [`p[style-name='Title'] => h1.${titleClass}:fresh`];
  const { value, messages } = await mammoth.convertToHtml(
    { buffer: await readFile(path) },
    { ...shut, styleMap, convertImage },
  );
  const outside = messages.filter(({ message }) => message.includes('external image'));
  left.push(...outside.map(() => 'link'));
  return { ...wordText(value.replaceAll(/<img [^>]*src=""[^>]*>/g, '')), pictures, left };
});
