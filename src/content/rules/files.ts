import type { Element, ElementContent, Root } from 'hast';
import type { NamedFile } from '../types.ts';
import { element, mapElements, textNode } from './hast.ts';

/**
 * Takes out what a text shows (`![words](path)`) and leaves `mark` in the place of each: addresses differ from reader to
 * reader. What fills its paragraph leaves with it.
 */
export function takeFiles(root: Root, mark: string): NamedFile[] {
  const files: NamedFile[] = [];
  // Children are seen before parents, so a paragraph finds the mark that its picture left.
  const alone = new Map<ElementContent, number>();
  mapElements(root, (node) => {
    if (node.tagName === 'img') {
      const left = takeOne(node, files, mark);
      if (left.type === 'text') alone.set(left, files.length - 1);
      return left;
    }
    const only = node.tagName === 'p' ? onlyChild(node) : undefined;
    const index = only && alone.get(only);
    if (only === undefined || index === undefined) return undefined;
    files[index] = { ...files[index]!, isAlone: true };
    return only;
  });
  return files;
}

function takeOne({ properties }: Element, files: NamedFile[], mark: string): ElementContent {
  const [src, alt, title] = ['src', 'alt', 'title'].map((name) => String(properties[name] ?? ''));
  // Pictures of other sites would tell them who reads what: a link instead.
  if (/^(?:https?:)?\/\//i.test(src!)) return outsidePicture(src!, alt!);
  files.push({ path: decoded(src!), alt: alt!, title: title!, isAlone: false });
  return textNode(mark);
}

function onlyChild({ children }: Element): ElementContent | undefined {
  const spoken = children.filter((child) => child.type !== 'text' || child.value.trim() !== '');
  return spoken.length === 1 ? spoken[0] : undefined;
}

function outsidePicture(href: string, alt: string): Element {
  const rel = ['noopener', 'noreferrer', 'nofollow'];
  return element('a', { href, rel }, [textNode(alt || href)]);
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch (error) {
    if (error instanceof URIError) return path;
    throw error;
  }
}
