import { fill } from '#kernel/locale.ts';
import { App } from 'antd';
import {
  useEffect,
  useEffectEvent,
  useImperativeHandle,
  useRef,
  useState,
  type ReactNode,
  type Ref,
} from 'react';
import type { AssetItem } from '#media/schema.ts';
import { AssetPicker } from '#media/studio/asset-field.tsx';
import { sayProblem } from '#studio/api.ts';
import { useWords } from '#studio/preferences.tsx';
import { useSession } from '#studio/session.ts';
import { Snippets } from '../snippets.tsx';
import { editorWords } from '../words.ts';
import { attachFiles, nameFile } from './attach.ts';
import { changeTo, insertBlock } from './commands.ts';
import { Toolbar } from './toolbar.tsx';
import { openEditor, type TextEditor } from './view.ts';

/** What others may do to an open editor. */
export interface EditorHandle {
  setText(text: string): void;
  insert(text: string): void;
}

export interface MarkdownEditorProps {
  readonly workId: string;
  readonly label: string;
  /** What it begins with; later changes come by `ref`. */
  readonly text: string;
  readonly isLocked: boolean;
  readonly isSource: boolean;
  readonly ref?: Ref<EditorHandle>;
  readonly onChange: (text: string) => void;
  readonly onPlace: (text: string, at: number) => void;
  readonly onSave: () => void;
}

const pictureTypes = 'image/png,image/jpeg,image/webp,image/gif';
const shown: readonly AssetItem['kind'][] = ['image', 'audio', 'video', 'pdf', 'epub'];

/** A text and the tools to write it with. */
export function MarkdownEditor(props: MarkdownEditorProps): ReactNode {
  const { isLocked, isSource } = props;
  const { place, editor, attach } = useEditor(props);
  const { may } = useSession();
  const picker = useRef<HTMLInputElement>(null);
  const [open, setOpen] = useState<'files' | 'snippets'>();
  const close = () => setOpen(undefined);
  useEffect(() => editor?.setSource(isSource), [editor, isSource]);
  useEffect(() => editor?.setLocked(isLocked), [editor, isLocked]);
  return (
    <div className="writing">
      <Toolbar
        view={editor?.view}
        isLocked={isLocked}
        onPicture={() => picker.current?.click()}
        onFile={() => setOpen('files')}
        onSnippet={may('snippet.keep') ? () => setOpen('snippets') : undefined}
      />
      <div ref={place} className="writing-place" />
      <PicturePicker picker={picker} onFiles={attach} />
      {open === 'files' && editor && (
        <FilePicker workId={props.workId} editor={editor} onClose={close} />
      )}
      {open === 'snippets' && editor && (
        <Snippets
          selected={selectedIn(editor)}
          onInsert={(text) => {
            close();
            insertPiece(editor, text);
          }}
          onClose={close}
        />
      )}
    </div>
  );
}

function useEditor(props: MarkdownEditorProps) {
  const { workId, label, text, ref, onChange, onPlace, onSave } = props;
  const words = useWords(editorWords);
  const { notification } = App.useApp();
  const place = useRef<HTMLDivElement>(null);
  const now = useRef(text);
  const [editor, setEditor] = useState<TextEditor>();

  const attachTo = (view: TextEditor['view'], files: readonly File[], at: number) =>
    attachFiles(view, files, at, {
      workId,
      sayState: (name) => fill(words.sendingFile, { name }),
      onProblem: (name, why) =>
        notification.error({ title: fill(words.fileProblem, { name, why }), role: 'alert' }),
    });
  const noteChange = useEffectEvent((next: string) => {
    now.current = next;
    onChange(next);
  });
  const notePlace = useEffectEvent(onPlace);
  const noteSave = useEffectEvent(onSave);
  const noteFiles = useEffectEvent(attachTo);

  useEffect(() => {
    const opened = openEditor({
      parent: place.current!,
      text: now.current,
      label,
      hint: words.hint,
      onChange: (next) => noteChange(next),
      onPlace: (next, at) => notePlace(next, at),
      onSave: () => noteSave(),
      onFiles: (view, files, at) => noteFiles(view, files, at),
    });
    setEditor(opened);
    return () => opened.view.destroy();
  }, [label, words.hint]);

  useImperativeHandle(ref, () => ({
    setText: (next) => editor?.view.dispatch(changeTo(editor.view.state, next)),
    insert: (piece) => editor && insertPiece(editor, piece),
  }));
  const attach = (files: readonly File[]) => {
    if (editor) attachTo(editor.view, files, editor.view.state.selection.main.to);
  };
  return { place, editor, attach };
}

function insertPiece({ view }: TextEditor, piece: string): void {
  view.dispatch(insertBlock(piece, [piece.length, piece.length])(view.state));
  view.focus();
}

function selectedIn({ view: { state } }: TextEditor): string {
  const { from, to } = state.selection.main;
  return state.sliceDoc(from, to);
}

function PicturePicker({
  picker,
  onFiles,
}: {
  picker: Ref<HTMLInputElement>;
  onFiles: (files: readonly File[]) => void;
}): ReactNode {
  const words = useWords(editorWords);
  return (
    <input
      ref={picker}
      type="file"
      className="hidden"
      tabIndex={-1}
      multiple
      accept={pictureTypes}
      aria-label={words.pictures}
      onChange={(event) => {
        onFiles(Array.from(event.target.files ?? []));
        event.target.value = '';
      }}
    />
  );
}

/** A file of the library, put into the text. */
function FilePicker({
  workId,
  editor,
  onClose,
}: {
  workId: string;
  editor: TextEditor;
  onClose: () => void;
}): ReactNode {
  const { notification } = App.useApp();
  const choose = async ({ id, fileName }: Pick<AssetItem, 'id' | 'fileName'>) => {
    onClose();
    try {
      insertPiece(editor, await nameFile(workId, id, fileName));
    } catch (error) {
      notification.error({ title: sayProblem(error), role: 'alert' });
    }
  };
  return <AssetPicker kinds={shown} onChoose={(asset) => void choose(asset)} onClose={onClose} />;
}
