import type { Options } from 'rehype-sanitize';

const words = (text: string) => text.split(' ');

/** What the chapter of a book may be: no style, no script, nothing that loads or acts. Whatever is not named is dropped. */
export const allowed: Options = {
  strip: words(
    'script style iframe object embed svg template noscript title textarea xmp annotation annotation-xml audio video head form button select',
  ),
  tagNames: words(
    'p br hr blockquote pre code em strong i b u s sub sup small mark cite q h1 h2 h3 h4 h5 h6 ul ol li dl dt dd a img table caption thead tbody tfoot tr th td figure figcaption section article aside header footer div span ruby rt rp del ins abbr kbd var math semantics mrow mi mn mo ms msup msub msubsup mfrac msqrt mroot mtext mspace mover munder munderover mtable mtr mtd mstyle',
  ),
  ancestors: {
    tr: ['table'],
    th: ['table'],
    td: ['table'],
    thead: ['table'],
    tbody: ['table'],
    tfoot: ['table'],
    li: ['ul', 'ol'],
  },
  attributes: {
    '*': ['id'],
    a: ['href'],
    img: ['src', 'alt'],
    ol: ['start', 'type'],
    td: ['colSpan', 'rowSpan'],
    th: ['colSpan', 'rowSpan', 'scope'],
    math: ['display'],
  },
  protocols: { href: ['http', 'https', 'mailto'], src: ['http', 'https'] },
  clobber: [],
};
