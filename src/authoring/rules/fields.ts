/** A field of a version that is not prose, as it was and as it is. */
export interface FieldChange {
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

/** The fields of `names` that both have and that differ, as texts. */
export function changedFields<Says extends object>(
  before: Says,
  after: Says,
  names: readonly (keyof Says & string)[],
): FieldChange[] {
  return names.flatMap((name) => {
    const [a, b] = [before[name], after[name]];
    if (a === undefined || b === undefined || plain(a) === plain(b)) return [];
    return [{ name, before: plain(a), after: plain(b) }];
  });
}

function plain(value: unknown): string {
  if (Array.isArray(value)) return value.join('、');
  return value === null ? '' : String(value);
}
