const themeKey = 'book-theme';
const sizeKey = 'book-size';
const sizes = [1, 2, 3, 4, 5, 6];
const usual = 3;

/** How a book looks: the size of its letters and the colour of its page; kept for the next book. */
export function driveLooks(book: HTMLElement): void {
  const buttons = Array.from(book.querySelectorAll<HTMLButtonElement>('[data-book="theme"]'));
  const showTheme = (theme: string) => {
    if (theme === 'site') delete book.dataset['theme'];
    else book.dataset['theme'] = theme;
    for (const button of buttons)
      button.setAttribute('aria-pressed', String(button.value === theme));
  };
  for (const button of buttons)
    button.addEventListener('click', () => {
      localStorage.setItem(themeKey, button.value);
      showTheme(button.value);
    });
  const known = localStorage.getItem(themeKey) ?? 'site';
  showTheme(buttons.some(({ value }) => value === known) ? known : 'site');

  let size = Number(localStorage.getItem(sizeKey)) || usual;
  const turn = (by: number) => {
    size = Math.min(Math.max(size + by, sizes[0]!), sizes.at(-1)!);
    localStorage.setItem(sizeKey, String(size));
    book.dataset['size'] = String(size);
  };
  book.querySelector('[data-book="smaller"]')?.addEventListener('click', () => turn(-1));
  book.querySelector('[data-book="larger"]')?.addEventListener('click', () => turn(1));
  turn(0);
  for (const looks of book.querySelectorAll('[data-book="looks"]')) looks.removeAttribute('hidden');
}
