/** What a page leaves for the next one of this tab: something goes on there, driven by a script of ours. */
const key = 'goes-on';

/** Loads the script of what goes on from the page before; where nothing does, nothing is loaded. */
export function carryOn(): void {
  const script = /"script":"(\/assets\/[\w.-]+\.js)"/.exec(sessionStorage.getItem(key) ?? '')?.[1];
  // After a new version of the site its script is another one: then it ends with the page before.
  if (script) void import(/* @vite-ignore */ script).catch(() => sessionStorage.removeItem(key));
}
