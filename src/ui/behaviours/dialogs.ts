/** Opens `[data-opens]` dialogs modally, and closes them by `[data-closes]` or a click beside them. */
export function listenForDialogs(): void {
  addEventListener('click', (event) => {
    if (!(event.target instanceof Element)) return;
    const { target } = event;
    const opener = target.closest<HTMLElement>('[data-opens]');
    const opened = opener && document.getElementById(opener.dataset['opens'] ?? '');
    if (opened instanceof HTMLDialogElement) {
      event.preventDefault();
      return opened.showModal();
    }
    const dialog = target.closest('dialog');
    if (dialog?.open && (target === dialog || target.closest('[data-closes]'))) {
      event.preventDefault();
      dialog.close();
    }
  });
}
