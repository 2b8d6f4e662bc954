import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readCourseFacts } from '../rules/front-matter.ts';

/** Whom a course folder names as its creator; undefined for zips, and when it names nobody. */
export async function peekCreator(root: string): Promise<string | undefined> {
  try {
    const read = readCourseFacts(await readFile(join(root, 'course.yaml'), 'utf8'));
    return read.ok ? read.facts.creator : undefined;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw error;
  }
}
