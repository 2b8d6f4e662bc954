import { StateEffect, StateField } from '@codemirror/state';
import { Decoration, EditorView, WidgetType, type DecorationSet } from '@codemirror/view';

/** A file on its way into a text: its place moves with what is written around it. */
export interface Pending {
  readonly key: string;
  readonly at: number;
  readonly label: string;
}

const begun = StateEffect.define<Pending>();
const told = StateEffect.define<{ readonly key: string; readonly label: string }>();
const ended = StateEffect.define<string>();

class Placeholder extends WidgetType {
  readonly key: string;
  readonly label: string;

  constructor(key: string, label: string) {
    super();
    this.key = key;
    this.label = label;
  }

  override eq(other: Placeholder): boolean {
    return other.key === this.key && other.label === this.label;
  }

  override toDOM(): HTMLElement {
    const place = document.createElement('span');
    place.className = 'md-upload';
    place.setAttribute('role', 'status');
    place.textContent = this.label;
    return place;
  }
}

function widgetOf({ key, label }: Omit<Pending, 'at'>) {
  return Decoration.widget({ widget: new Placeholder(key, label), side: 1, key });
}

/** Where files that are on their way will stand. */
export const uploads = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update: (before, transaction) => {
    let places = before.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (effect.is(begun))
        places = places.update({ add: [widgetOf(effect.value).range(effect.value.at)] });
      if (effect.is(ended))
        places = places.update({ filter: (_from, _to, { spec }) => spec.key !== effect.value });
      if (effect.is(told)) places = relabelled(places, effect.value);
    }
    return places;
  },
  provide: (field) => EditorView.decorations.from(field),
});

function relabelled(places: DecorationSet, named: { key: string; label: string }): DecorationSet {
  const at = placeIn(places, named.key);
  if (at === undefined) return places;
  return places.update({
    filter: (_from, _to, { spec }) => spec.key !== named.key,
    add: [widgetOf(named).range(at)],
  });
}

function placeIn(places: DecorationSet, key: string): number | undefined {
  for (const cursor = places.iter(); cursor.value; cursor.next()) {
    if (cursor.value.spec.key === key) return cursor.from;
  }
  return undefined;
}

/** Shows at `at` that a file is coming. */
export function beginUpload(view: EditorView, pending: Pending): void {
  view.dispatch({ effects: begun.of(pending) });
}

/** Says how far a file is. */
export function tellUpload(view: EditorView, key: string, label: string): void {
  view.dispatch({ effects: told.of({ key, label }) });
}

/** Puts `text` where a file was awaited, or nothing when it did not come; who stood there stands behind it. */
export function endUpload(view: EditorView, key: string, text: string): void {
  const at = placeIn(view.state.field(uploads), key);
  const insert = at === undefined || text === '' ? [] : [{ from: at, insert: text }];
  const changes = view.state.changes(insert);
  const selection = view.state.selection.map(changes, 1);
  view.dispatch({ changes, selection, effects: ended.of(key), userEvent: 'input' });
}
