/** Lets the service worker of the site stand by for the day without network; a page that loads is not held up by it. */
export function installWorker(): void {
  if (!('serviceWorker' in navigator)) return;
  // A browser may forbid it (a private window, a full disk): the site is the same without.
  const install = () => void navigator.serviceWorker.register('/sw.js').catch(() => undefined);
  if (document.readyState === 'complete') install();
  else addEventListener('load', install, { once: true });
}
