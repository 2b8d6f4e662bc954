import type { Options } from 'rehype-sanitize';

const words = (text: string) => text.split(' ');

/**
 * What Markdown of people may become, before anything of ours is added: no raw HTML, no style, no script, no address that is
 * not a web page, a mail, or a place of ours. Whatever is not named here is dropped.
 */
export const allowed: Options = {
  strip: [
    'script',
    'style',
    'iframe',
    'object',
    'embed',
    'svg',
    'math',
    'template',
    'noscript',
    'title',
    'textarea',
    'xmp',
  ],
  tagNames: words(
    'p br hr blockquote pre code em strong del sup sub kbd mark h1 h2 h3 h4 h5 h6 ul ol li a img input section table thead tbody tr th td',
  ),
  ancestors: {
    tr: ['table'],
    th: ['table'],
    td: ['table'],
    thead: ['table'],
    tbody: ['table'],
    li: ['ul', 'ol'],
  },
  attributes: {
    a: [
      'href',
      'title',
      'dataFootnoteRef',
      'dataFootnoteBackref',
      'ariaDescribedBy',
      'ariaLabel',
      'id',
      ['className', 'data-footnote-backref'],
    ],
    img: ['src', 'alt', 'title'],
    code: [['className', /^language-[\w+#.-]{1,40}$/, 'math-inline', 'math-display']],
    input: [['type', 'checkbox'], ['disabled', true], 'checked'],
    ul: [['className', 'contains-task-list']],
    ol: ['start', ['className', 'contains-task-list']],
    li: ['id', ['className', 'task-list-item']],
    h2: ['id', ['className', 'sr-only']],
    section: ['dataFootnotes', ['className', 'footnotes']],
    th: ['align'],
    td: ['align'],
  },
  required: { input: { disabled: true, type: 'checkbox' } },
  protocols: { href: ['http', 'https', 'mailto'], src: ['http', 'https'] },
  // Ids come from the footnotes only, which have their prefix already.
  clobberPrefix: '',
};
