import {
  BoldOutlined,
  BulbOutlined,
  CheckSquareOutlined,
  CodeOutlined,
  FunctionOutlined,
  ItalicOutlined,
  LinkOutlined,
  OrderedListOutlined,
  PaperClipOutlined,
  PictureOutlined,
  PushpinOutlined,
  RedoOutlined,
  StrikethroughOutlined,
  TableOutlined,
  UndoOutlined,
  UnorderedListOutlined,
} from '@ant-design/icons';
import { redo, undo } from '@codemirror/commands';
import type { EditorView } from '@codemirror/view';
import { useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { usePreferences, useWords } from '#studio/preferences.tsx';
import { samples, toolWords } from '../words.ts';
import {
  insertBlock,
  insertFootnote,
  insertLink,
  toggleHeading,
  toggleMark,
  toggleStart,
  type Edit,
} from './commands.ts';

interface Tool {
  readonly name: keyof typeof toolWords;
  readonly icon: ReactNode;
  readonly act: (view: EditorView) => void;
}

const edit =
  (make: Edit) =>
  (view: EditorView): void => {
    view.dispatch(view.state.update(make(view.state), { userEvent: 'input' }));
    view.focus();
  };

const wordTools: readonly Tool[] = [
  { name: 'heading2', icon: 'H2', act: edit(toggleHeading(2)) },
  { name: 'heading3', icon: 'H3', act: edit(toggleHeading(3)) },
  { name: 'bold', icon: <BoldOutlined />, act: edit(toggleMark('**')) },
  { name: 'italic', icon: <ItalicOutlined />, act: edit(toggleMark('*')) },
  { name: 'gone', icon: <StrikethroughOutlined />, act: edit(toggleMark('~~')) },
  { name: 'code', icon: <CodeOutlined />, act: edit(toggleMark('`')) },
  { name: 'link', icon: <LinkOutlined />, act: edit(insertLink) },
];

const listTools: readonly Tool[] = [
  { name: 'bullets', icon: <UnorderedListOutlined />, act: edit(toggleStart('bullet')) },
  { name: 'numbers', icon: <OrderedListOutlined />, act: edit(toggleStart('number')) },
  { name: 'tasks', icon: <CheckSquareOutlined />, act: edit(toggleStart('task')) },
  { name: 'quote', icon: '❝', act: edit(toggleStart('quote')) },
];

function blockTools(locale: 'zh' | 'en'): readonly Tool[] {
  const callout = samples.callout[locale];
  return [
    {
      name: 'callout',
      icon: <BulbOutlined />,
      act: edit(insertBlock(callout, [12, callout.length])),
    },
    {
      name: 'table',
      icon: <TableOutlined />,
      act: edit(insertBlock(samples.table[locale], [2, 2])),
    },
    { name: 'codeBlock', icon: '{ }', act: edit(insertBlock('```\n\n```', [3, 3])) },
    { name: 'formula', icon: <FunctionOutlined />, act: edit(insertBlock('$$\n\n$$', [3, 3])) },
    { name: 'footnote', icon: <PushpinOutlined />, act: edit(insertFootnote) },
  ];
}

const step =
  (take: (view: EditorView) => boolean) =>
  (view: EditorView): void => {
    take(view);
    view.focus();
  };

const stepTools: readonly Tool[] = [
  { name: 'undo', icon: <UndoOutlined />, act: step(undo) },
  { name: 'redo', icon: <RedoOutlined />, act: step(redo) },
];

interface ToolbarProps {
  /** The editor, once it is open. */
  readonly view: EditorView | undefined;
  readonly isLocked: boolean;
  readonly onPicture: () => void;
  readonly onFile: () => void;
  readonly onSnippet: (() => void) | undefined;
}

/** What can be done to a text, one stop of the Tab key: arrows go from tool to tool. */
export function Toolbar({ view, isLocked, onPicture, onFile, onSnippet }: ToolbarProps): ReactNode {
  const words = useWords(toolWords);
  const { locale } = usePreferences();
  const fileTools: readonly Tool[] = [
    { name: 'picture', icon: <PictureOutlined />, act: onPicture },
    { name: 'file', icon: <PaperClipOutlined />, act: onFile },
    ...(onSnippet ? [{ name: 'snippet', icon: '❡', act: onSnippet } as const] : []),
  ];
  const groups = [wordTools, listTools, blockTools(locale), fileTools, stepTools];
  const { place, current, onKeyDown, setCurrent } = useRoving();
  let index = -1;
  return (
    // oxlint-disable-next-line jsx-a11y/interactive-supports-focus -- the buttons in it take the focus
    <div
      ref={place}
      role="toolbar"
      aria-label={words.toolbar}
      className="tools"
      onKeyDown={onKeyDown}
    >
      {groups.map((tools) => (
        <span key={tools[0]!.name} className="tool-group">
          {tools.map(({ name, icon, act }) => {
            index += 1;
            const at = index;
            return (
              <button
                key={name}
                type="button"
                className="tool"
                title={words[name]}
                aria-label={words[name]}
                disabled={isLocked}
                tabIndex={at === current ? 0 : -1}
                onFocus={() => setCurrent(at)}
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => view && act(view)}
              >
                {icon}
              </button>
            );
          })}
        </span>
      ))}
    </div>
  );
}

/** One stop for the Tab key, arrows, Home and End inside (ARIA Authoring Practices: toolbar). */
function useRoving() {
  const place = useRef<HTMLDivElement>(null);
  const [current, setCurrent] = useState(0);
  const onKeyDown = (event: KeyboardEvent) => {
    const tools = Array.from(place.current?.querySelectorAll('button') ?? []);
    const last = tools.length - 1;
    const next: Readonly<Record<string, number>> = {
      ArrowRight: current === last ? 0 : current + 1,
      ArrowLeft: current === 0 ? last : current - 1,
      Home: 0,
      End: last,
    };
    const to = next[event.key];
    if (to === undefined) return;
    event.preventDefault();
    setCurrent(to);
    tools[to]?.focus();
  };
  return { place, current, setCurrent, onKeyDown };
}
