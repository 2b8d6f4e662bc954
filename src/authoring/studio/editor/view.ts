import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { Compartment, EditorState, type Extension } from '@codemirror/state';
import { drawSelection, EditorView, keymap, placeholder, type KeyBinding } from '@codemirror/view';
import { nonce } from '#studio/nonce.ts';
import { continueStart, insertLink, toggleMark, type Edit } from './commands.ts';
import { dress } from './dress.ts';
import { markdownLanguage } from './language.ts';
import { uploads } from './uploads.ts';

/** What an editor begins with, and whom it tells. */
export interface EditorOptions {
  readonly parent: HTMLElement;
  readonly text: string;
  readonly label: string;
  readonly hint: string;
  readonly onChange: (text: string) => void;
  /** Where one stands in the text. */
  readonly onPlace: (text: string, at: number) => void;
  /** Files that were pasted or dropped, and where. */
  readonly onFiles: (view: EditorView, files: readonly File[], at: number) => void;
  readonly onSave: () => void;
}

/** An editor of one text. */
export interface TextEditor {
  readonly view: EditorView;
  setSource(isSource: boolean): void;
  setLocked(isLocked: boolean): void;
}

const run =
  (edit: Edit) =>
  (view: EditorView): boolean => {
    view.dispatch(view.state.update(edit(view.state), { userEvent: 'input' }));
    return true;
  };

function goOn(view: EditorView): boolean {
  const edit = continueStart(view.state);
  if (edit) view.dispatch(edit);
  return edit !== undefined;
}

function keysOf(onSave: () => void): readonly KeyBinding[] {
  const save = () => {
    onSave();
    return true;
  };
  return [
    { key: 'Mod-b', run: run(toggleMark('**')) },
    { key: 'Mod-i', run: run(toggleMark('*')) },
    { key: 'Mod-e', run: run(toggleMark('`')) },
    { key: 'Mod-k', run: run(insertLink) },
    { key: 'Mod-s', run: save, preventDefault: true },
    { key: 'Enter', run: goOn },
    ...historyKeymap,
    ...defaultKeymap,
  ];
}

function takingFiles(onFiles: EditorOptions['onFiles']): Extension {
  return EditorView.domEventHandlers({
    paste: (event, view) => {
      const files = Array.from(event.clipboardData?.files ?? []);
      if (files.length === 0) return false;
      event.preventDefault();
      onFiles(view, files, view.state.selection.main.to);
      return true;
    },
    drop: (event, view) => {
      const files = Array.from(event.dataTransfer?.files ?? []);
      if (files.length === 0) return false;
      event.preventDefault();
      const at = view.posAtCoords({ x: event.clientX, y: event.clientY });
      onFiles(view, files, at ?? view.state.selection.main.to);
      return true;
    },
  });
}

/** Opens an editor of Markdown: what is typed is the text itself, whatever it looks like. */
export function openEditor(options: EditorOptions): TextEditor {
  const { parent, text, label, hint, onChange, onPlace, onFiles, onSave } = options;
  const look = new Compartment();
  const lock = new Compartment();
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: text,
      extensions: [
        EditorView.cspNonce.of(nonce),
        EditorView.lineWrapping,
        // A stop of the keyboard also while it is locked: whoever cannot write still scrolls.
        EditorView.contentAttributes.of({
          'aria-label': label,
          spellcheck: 'false',
          tabindex: '0',
        }),
        history(),
        drawSelection(),
        placeholder(hint),
        markdownLanguage,
        uploads,
        look.of(dress),
        lock.of([]),
        keymap.of(keysOf(onSave)),
        takingFiles(onFiles),
        EditorView.updateListener.of(({ docChanged, selectionSet, state }) => {
          if (!docChanged && !selectionSet) return;
          const now = state.doc.toString();
          if (docChanged) onChange(now);
          onPlace(now, state.selection.main.head);
        }),
      ],
    }),
  });
  const locked = [EditorState.readOnly.of(true), EditorView.editable.of(false)];
  return {
    view,
    setSource: (isSource) => {
      view.dom.classList.toggle('is-source', isSource);
      view.dispatch({ effects: look.reconfigure(isSource ? [] : dress) });
    },
    setLocked: (isLocked) => view.dispatch({ effects: lock.reconfigure(isLocked ? locked : []) }),
  };
}
