/** Closes open `<details class="menu">` on Escape, on a click elsewhere, and when the focus leaves. */
export function listenForMenus(): void {
  const closeOthers = (inside: EventTarget | null): void => {
    for (const menu of document.querySelectorAll<HTMLDetailsElement>('details.menu[open]')) {
      if (!(inside instanceof Node && menu.contains(inside))) menu.open = false;
    }
  };
  addEventListener('click', (event) => closeOthers(event.target));
  addEventListener('focusin', (event) => closeOthers(event.target));
  addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    const menu = document.querySelector<HTMLDetailsElement>('details.menu[open]');
    if (!menu) return;
    const held = menu.contains(document.activeElement);
    menu.open = false;
    if (held) menu.querySelector('summary')?.focus();
  });
}
