import { createCssVariablesTheme, type ShikiTransformer } from 'shiki';

/** A Shiki theme of named tokens; `tokenClasses` turns the names into the classes of `code.css`. */
export const codeTheme = createCssVariablesTheme({ name: 'shuyuan', variablePrefix: '--shiki-' });

/** Replaces the inline styles of highlighted code, which our content policy forbids, by classes. */
export const tokenClasses: ShikiTransformer = {
  name: 'token-classes',
  pre(node) {
    delete node.properties['style'];
    node.properties['class'] = 'shiki';
  },
  span(node) {
    const token = /--shiki-token-([a-z-]+)/.exec(String(node.properties['style']))?.[1];
    delete node.properties['style'];
    if (token) node.properties['class'] = `shiki-${token}`;
  },
};
