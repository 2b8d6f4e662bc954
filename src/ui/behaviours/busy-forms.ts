/** Shows a posted form's button as busy and swallows further submits, until the page is shown again. */
export function listenForBusyForms(): void {
  const busy = new Set<HTMLElement>();
  addEventListener('submit', (event) => {
    const form = event.target as HTMLFormElement;
    if (event.defaultPrevented || form.method !== 'post' || form.target) return;
    const button = event.submitter ?? form;
    if (busy.has(form)) return event.preventDefault();
    for (const element of [form, button]) {
      busy.add(element);
      element.ariaBusy = 'true';
    }
  });
  // Coming back by the browser's history can restore the page as it was left.
  addEventListener('pageshow', () => {
    for (const element of busy) element.ariaBusy = null;
    busy.clear();
  });
}
