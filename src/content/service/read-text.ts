import { readFile } from 'node:fs/promises';
import type { Source } from './open-source.ts';
import type { Findings } from './read-course.ts';

// Half a million characters of Chinese, which is what a lesson may hold, and its front matter.
const textLimit = 1536 * 1024;
const utf8 = new TextDecoder('utf-8', { fatal: true });

/** A text file, or undefined when it is not there or cannot be read, which is noted. */
export async function readText(
  source: Source,
  path: string,
  findings: Findings,
): Promise<string | undefined> {
  const file = source.files.get(path);
  if (!file) return undefined;
  if (file.sizeBytes > textLimit) {
    findings.problem(path, 'longText', { limitKb: textLimit / 1024 });
    return undefined;
  }
  const text = decode(await readFile(file.diskPath));
  if (text === undefined) findings.problem(path, 'notUtf8');
  else if (hasControls(text)) findings.problem(path, 'notText');
  else return text.replaceAll(/\r\n?/g, '\n');
  return undefined;
}

/** Tab and line ends are text; other control characters belong to formats that are not. */
function hasControls(text: string): boolean {
  return /(?![\t-\r])\p{Cc}/u.test(text.replaceAll(/[\u007F-\u009F]/g, ''));
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}
