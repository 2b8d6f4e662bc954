import type { PdfPages } from './pdf-pages.ts';

type Deed = 'previous' | 'next' | 'in' | 'out' | 'fit' | 'first' | 'last';

// Only while the pages have the focus, so that nobody zooms who dictates.
const keys: Readonly<Record<string, Deed>> = {
  ArrowLeft: 'previous',
  ArrowRight: 'next',
  '+': 'in',
  '=': 'in',
  '-': 'out',
  '0': 'fit',
  Home: 'first',
  End: 'last',
};

/** Turns pages and zooms, by buttons, keys and a number; shows and says on which page one is. */
export function driveTools(book: HTMLElement, pages: PdfPages): { readonly show: () => void } {
  const part = <T extends HTMLElement>(name: string) =>
    book.querySelector<T>(`[data-pdf="${name}"]`);
  const field = part('go')?.querySelector('input');
  const deeds: Readonly<Record<Deed, () => void>> = {
    previous: () => pages.goTo({ page: Math.max(1, pages.page - 1), part: 0 }),
    next: () => pages.goTo({ page: Math.min(pages.count, pages.page + 1), part: 0 }),
    first: () => pages.goTo({ page: 1, part: 0 }),
    last: () => pages.goTo({ page: pages.count, part: 0 }),
    in: () => pages.zoom(1),
    out: () => pages.zoom(-1),
    fit: () => pages.zoom(0),
  };
  for (const deed of ['previous', 'next', 'in', 'out', 'fit'] as const)
    part(deed)?.addEventListener('click', deeds[deed]);
  const go = () => {
    const page = Number(field?.value);
    if (page >= 1 && page <= pages.count) pages.goTo({ page, part: 0 });
  };
  part('go')?.addEventListener('submit', (event) => {
    event.preventDefault();
    go();
  });
  field?.addEventListener('change', go);
  part('pages')?.addEventListener('keydown', (event) => {
    const deed = keys[event.key];
    const isAlone = !(event.ctrlKey || event.metaKey || event.altKey);
    if (!deed || !isAlone || event.target !== event.currentTarget) return;
    event.preventDefault();
    deeds[deed]();
  });
  followContents(book, pages);
  part('tools')?.removeAttribute('hidden');
  part('hint')?.removeAttribute('hidden');
  return { show: () => showPage(book, pages) };
}

/** The contents lead to a page of this document: nothing is loaded anew. */
function followContents(book: HTMLElement, pages: PdfPages): void {
  const links = document.querySelectorAll<HTMLAnchorElement>('.book-contents [data-page]');
  for (const link of links)
    link.addEventListener('click', (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      pages.goTo({ page: Number(link.dataset['page']), part: 0 });
      book.querySelector<HTMLElement>('[data-pdf="pages"]')?.focus({ preventScroll: true });
    });
}

function showPage(book: HTMLElement, pages: PdfPages): void {
  const { page, count } = pages;
  const { pageOf = '', base = '' } = book.dataset;
  const field = book.querySelector<HTMLInputElement>('[data-pdf="go"] input');
  if (field && field !== document.activeElement) field.value = String(page);
  const said = book.querySelector<HTMLElement>('[data-pdf="said"]');
  const text = pageOf.replace('{n}', String(page)).replace('{of}', String(count));
  if (said && said.textContent !== text) said.textContent = text;
  const address = `${base}/pages/${page}${location.search}`;
  if (!location.pathname.endsWith(`/pages/${page}`)) history.replaceState(null, '', address);
  showLine(page);
}

/** The line of the contents to which a page belongs. */
function showLine(page: number): void {
  const lines = Array.from(
    document.querySelectorAll<HTMLAnchorElement>('.book-contents [data-page]'),
  );
  const here = lines.findLast((line) => Number(line.dataset['page']) <= page);
  for (const line of lines)
    if (line.dataset['page'] === here?.dataset['page']) line.setAttribute('aria-current', 'page');
    else line.removeAttribute('aria-current');
}
