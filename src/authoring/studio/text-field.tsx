import { Segmented } from 'antd';
import { useRef, useState, type ReactNode } from 'react';
import { MarkdownPreview } from '#studio/markdown-preview.tsx';
import { useWords } from '#studio/preferences.tsx';
import './authoring.css';
import { MarkdownEditor } from './editor/markdown-editor.tsx';
import { fieldViewWords } from './words.ts';

type FieldView = keyof typeof fieldViewWords;

/** A text as a field of a form: to write, as its source, or as its page. */
export function TextField({
  workId,
  label,
  value = '',
  isLocked,
  onChange,
}: {
  workId: string;
  label: string;
  /** What it begins with. */
  value?: string;
  isLocked: boolean;
  onChange?: (text: string) => void;
}): ReactNode {
  const views = useWords(fieldViewWords);
  const [view, setView] = useState<FieldView>('write');
  const place = useRef<HTMLDivElement>(null);
  return (
    <div ref={place} className="text-field">
      <Segmented<FieldView>
        aria-label={label}
        size="small"
        value={view}
        onChange={setView}
        options={Object.entries(views).map(([key, name]) => ({
          value: key as FieldView,
          label: name,
        }))}
      />
      <div hidden={view === 'preview'}>
        <MarkdownEditor
          workId={workId}
          label={label}
          text={value}
          isLocked={isLocked}
          isSource={view === 'source'}
          onChange={(text) => onChange?.(text)}
          onPlace={nowhere}
          onSave={() => place.current?.closest('form')?.requestSubmit()}
        />
      </div>
      {view === 'preview' && <MarkdownPreview workId={workId} text={value} />}
    </div>
  );
}

/** Nothing follows where one stands in a field. */
function nowhere(): void {}
