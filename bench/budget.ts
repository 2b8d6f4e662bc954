import { Line } from './http.ts';

/** What a browser fetches for a page before anybody does anything, in compressed bytes. */
export interface Weight {
  readonly page: string;
  readonly html: number;
  readonly styles: number;
  readonly scripts: number;
}

const reference = {
  styles:
    /<link[^>]+rel="stylesheet"[^>]*href="([^"]+)"|<link[^>]+href="([^"]+)"[^>]*rel="stylesheet"/g,
  scripts: /<script[^>]+src="([^"]+)"|<link[^>]+rel="modulepreload"[^>]*href="([^"]+)"/g,
} as const;

/** Weighs pages with all styles and scripts they load, and all that those import. */
export async function weigh(
  port: number,
  pages: Readonly<Record<string, string>>,
): Promise<Weight[]> {
  const line = new Line(port);
  try {
    const weights: Weight[] = [];
    for (const [page, path] of Object.entries(pages))
      weights.push(await weighPage(line, page, path));
    return weights;
  } finally {
    line.close();
  }
}

async function weighPage(line: Line, page: string, path: string): Promise<Weight> {
  const plain = await line.ask({ path, headers: { 'accept-encoding': 'identity' } });
  const html = plain.body.toString();
  const found = (pattern: RegExp) => [
    ...new Set([...html.matchAll(pattern)].map(([, a, b]) => (a ?? b)!)),
  ];
  return {
    page,
    html: (await line.ask({ path })).body.length,
    styles: await weighFiles(line, found(reference.styles)),
    scripts: await weighFiles(line, await withImports(line, found(reference.scripts))),
  };
}

async function weighFiles(line: Line, paths: readonly string[]): Promise<number> {
  let sum = 0;
  for (const path of paths) sum += (await line.ask({ path })).body.length;
  return sum;
}

/** Scripts with the modules that they import at once; those loaded on demand are not counted. */
async function withImports(line: Line, paths: readonly string[]): Promise<string[]> {
  const all = new Set(paths);
  for (const path of all) {
    const { body } = await line.ask({ path, headers: { 'accept-encoding': 'identity' } });
    for (const [, name] of body
      .toString()
      .matchAll(/(?:from|^import|;import)\s*["'](\.[^"']+\.js)["']/g)) {
      all.add(new URL(name!, `http://x${path}`).pathname);
    }
  }
  return [...all];
}
