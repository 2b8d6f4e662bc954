/** The number of this document's policy, under which style elements may be written. */
export const nonce =
  document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';

/** Gives the nonce to every style element: parts of the component library (its scroll lock) forget to. */
export function markStyles(): void {
  const create = document.createElement.bind(document);
  const marked = (name: string, options?: ElementCreationOptions) => {
    const element = create(name, options);
    if (element instanceof HTMLStyleElement) element.nonce = nonce;
    return element;
  };
  document.createElement = marked;
}
