/** A form as it is nested: `a[b][0]=c`. Members of a list are numbered or unnumbered. */
export type Form = { [name: string]: string | Form };

/** Reads what a form nests; a name that would reach into what every object has is left out. */
export function readForm(text: string): Form {
  const form = blank();
  for (const [name, value] of new URLSearchParams(text)) place(form, pathOf(name), value);
  return form;
}

/** The members of a list, in order. */
export function membersOf(value: string | Form | undefined): (string | Form)[] {
  return typeof value === 'object' ? Object.values(value) : [];
}

const blank = () => Object.create(null) as Form;

function pathOf(name: string): string[] {
  const [head = '', ...rest] = name.split('[');
  return [head, ...rest.map((part) => part.replace(/\]$/, ''))];
}

function place(form: Form, path: readonly string[], value: string): void {
  let at = form;
  for (const [depth, part] of path.entries()) {
    const name = part === '' ? String(Object.keys(at).length) : part;
    if (depth === path.length - 1) {
      at[name] = value;
      return;
    }
    const inner = at[name];
    at = typeof inner === 'object' ? inner : (at[name] = blank());
  }
}
