import type { DetailedHTMLProps, HTMLAttributes } from 'react';

type Custom = DetailedHTMLProps<HTMLAttributes<HTMLElement>, HTMLElement>;

/** The custom elements that `behaviours/` defines, known to JSX. */
declare module 'react' {
  // oxlint-disable-next-line typescript/no-namespace -- React's own way to declare elements.
  namespace JSX {
    interface IntrinsicElements {
      'theme-switch': Custom;
      'search-suggest': Custom & { readonly source?: string };
      'copy-button': Custom;
      'print-button': Custom;
      'auto-submit': Custom;
      'wait-for': Custom;
    }
  }
}
