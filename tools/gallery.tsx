/**
 * Renders the design system's sample pages into a folder, photographs them and scans them with axe:
 *   node --import ./src/platform/hooks.mjs tools/gallery.tsx [folder] [page …]
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type Page as BrowserPage } from '@playwright/test';
import type { ReactNode } from 'react';
import type { Locale } from '#kernel/locale.ts';
import { loadAssets } from '#ui/assets.ts';
import { CatalogueSample } from '#ui/gallery/catalogue.tsx';
import { CourseSample } from '#ui/gallery/course.tsx';
import { LoginSample, StatesSample } from '#ui/gallery/forms.tsx';
import type { Sample } from '#ui/gallery/frame.tsx';
import { HomeSample } from '#ui/gallery/home.tsx';
import { KitSample } from '#ui/gallery/kit.tsx';
import { LessonSample } from '#ui/gallery/lesson.tsx';
import { sampleProse } from '#ui/gallery/prose.ts';
import { renderPage } from '#ui/page.tsx';
import { buildClient } from './build-client.ts';

const [folder = join(tmpdir(), 'gallery'), ...wanted] = process.argv.slice(2);
const root = join(import.meta.dirname, '..');
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'";
const sizes = { phone: { width: 390, height: 844 }, desk: { width: 1440, height: 900 } };
const locales: readonly Locale[] = ['zh', 'en'];
const schemes = ['light', 'dark'] as const;
const picture =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 480"><rect width="640" height="480" fill="#c9a56b"/><path d="M0 330q160-130 320-20t320-40v210H0Z" fill="#a8713d"/><path d="M0 400q200-90 360-10t280-30v120H0Z" fill="#5d3a22"/><circle cx="470" cy="130" r="54" fill="#f3e2bd"/></svg>';

const samples = {
  home: (sample: Sample) => <HomeSample sample={sample} />,
  catalogue: (sample: Sample) => <CatalogueSample sample={sample} />,
  course: (sample: Sample) => <CourseSample sample={sample} />,
  lesson: (sample: Sample, html: string) => <LessonSample sample={sample} html={html} />,
  login: (sample: Sample) => <LoginSample sample={sample} />,
  states: (sample: Sample) => <StatesSample sample={sample} />,
  kit: (sample: Sample) => <KitSample sample={sample} />,
} satisfies Record<string, (sample: Sample, html: string) => ReactNode>;

async function renderAll(): Promise<Map<string, string>> {
  const assets = loadAssets();
  const pages = new Map<string, string>();
  for (const locale of locales) {
    const sample: Sample = { locale, assets, t: (zh, en) => (locale === 'zh' ? zh : en) };
    const prose = await sampleProse(locale);
    for (const [name, render] of Object.entries(samples)) {
      if (wanted.length > 0 && !wanted.includes(name)) continue;
      pages.set(`${name}-${locale}`, renderPage(render(sample, prose)));
    }
  }
  return pages;
}

/** Serves the pages and the client files under the policy that the site has. */
async function servePages(pages: Map<string, string>): Promise<Server> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const page = pages.get(pathname.slice(1));
    response.setHeader('content-security-policy', policy);
    if (page) return response.setHeader('content-type', 'text/html; charset=utf-8').end(page);
    if (pathname === '/picture.svg') {
      return response.setHeader('content-type', 'image/svg+xml').end(picture);
    }
    const asset = /^\/assets\/([\w.-]+\.(css|js))$/.exec(pathname);
    if (!asset?.[1]) return response.writeHead(204).end();
    response.setHeader('content-type', asset[2] === 'css' ? 'text/css' : 'text/javascript');
    return response.end(readFileSync(join(root, 'build/client', asset[1])));
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return server;
}

interface Shot {
  readonly name: string;
  readonly url: string;
  readonly size: keyof typeof sizes;
  readonly scheme: (typeof schemes)[number];
}

/** Photographs one page; answers what is wrong with it. */
async function photograph(browser: Browser, shot: Shot): Promise<string[]> {
  const { name, url, size, scheme } = shot;
  const context = await browser.newContext({
    viewport: sizes[size],
    colorScheme: scheme,
    bypassCSP: false,
  });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(error.message));
  await page.goto(url);
  await page.screenshot({ path: join(folder, `${name}-${size}-${scheme}.png`), fullPage: true });
  problems.push(...(await scan(page)));
  await context.close();
  return problems.map((problem) => `${name} ${size} ${scheme}: ${problem}`);
}

interface Violation {
  readonly id: string;
  readonly nodes: readonly {
    readonly target: readonly string[];
    readonly failureSummary?: string;
  }[];
}

async function scan(page: BrowserPage): Promise<string[]> {
  await page.evaluate(readFileSync(join(root, 'node_modules/axe-core/axe.min.js'), 'utf8'));
  const violations = await page.evaluate<Violation[]>(
    'axe.run().then((found) => found.violations)',
  );
  const overflow = await page.evaluate<number>(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  );
  const found = violations.map(({ id, nodes }) => {
    const where = nodes
      .slice(0, 3)
      .map((node) => `${node.target.join(' ')} ${node.failureSummary ?? ''}`);
    return `${id} (${nodes.length}) ${where.join(' | ').replaceAll(/\s+/g, ' ')}`;
  });
  return overflow > 0 ? [...found, `wider than the screen by ${overflow}px`] : found;
}

await buildClient();
mkdirSync(folder, { recursive: true });
const pages = await renderAll();
for (const [name, html] of pages) writeFileSync(join(folder, `${name}.html`), html);
const server = await servePages(pages);
const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
});
const shots = [...pages.keys()].flatMap((name) =>
  (['phone', 'desk'] as const).flatMap((size) =>
    schemes.map((scheme): Shot => ({ name, size, scheme, url: `${origin}/${name}` })),
  ),
);
const problems: string[] = [];
while (shots.length > 0) {
  const found = await Promise.all(shots.splice(0, 4).map((shot) => photograph(browser, shot)));
  problems.push(...found.flat());
}
await browser.close();
server.close();
for (const problem of problems) console.error(problem);
console.log(`${pages.size} pages in ${folder}, ${problems.length} problems`);
process.exitCode = problems.length > 0 ? 1 : 0;
