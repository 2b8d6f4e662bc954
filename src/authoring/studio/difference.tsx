import { fill } from '#kernel/locale.ts';
import { Button, Segmented } from 'antd';
import { Fragment, useState, type ReactNode } from 'react';
import type { Difference } from '../schema.ts';
import type { Piece } from '../types.ts';
import { useMedia, usePreferences, useWords } from '#studio/preferences.tsx';
import { isChanged, rowsOf, stretchesOf, type Row, type Stretch } from '../rules/rows.ts';
import { fieldWords, historyWords } from './words.ts';

export type DifferenceView = 'inline' | 'sides';

/** What differs between two texts, inline or side by side: told by words and marks, not by colour alone. */
export function DifferencePanel({ difference }: { difference: Difference }): ReactNode {
  const words = useWords(historyWords);
  const isWide = useMedia('(min-width: 900px)');
  const [view, setView] = useState<DifferenceView>(isWide ? 'sides' : 'inline');
  const { title, body, fields } = difference;
  const isSame = [...title, ...body].every(([op]) => op === '=');
  return (
    <div className="stack">
      <Segmented<DifferenceView>
        className="difference-views"
        aria-label={words.view}
        value={view}
        onChange={setView}
        options={[
          { value: 'sides', label: words.sides },
          { value: 'inline', label: words.inline },
        ]}
      />
      {title.some(([op]) => op !== '=') && (
        <p>
          <strong>{words.titleChange}</strong> <Pieces pieces={title} />
        </p>
      )}
      <Fields fields={fields} />
      {isSame ? (
        <p className="quiet">{words.same}</p>
      ) : (
        <Rows key={view} pieces={body} view={view} />
      )}
    </div>
  );
}

function Fields({ fields }: { fields: Difference['fields'] }): ReactNode {
  const words = useWords(historyWords);
  const { locale } = usePreferences();
  const names: Readonly<Record<string, { zh: string; en: string }>> = fieldWords;
  if (fields.length === 0) return null;
  return (
    <div>
      <h3>{words.fields}</h3>
      <ul className="facts">
        {fields.map(({ name, before, after }) => (
          <li key={name}>
            <span>{names[name]?.[locale] ?? name}</span>
            <span>
              <Pieces pieces={[...piece('-', before), ...piece('+', after)]} />
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function piece(op: '-' | '+', text: string): Piece[] {
  return text === '' ? [] : [[op, text]];
}

/** A text with what went and what came, named for those who cannot see the marks. */
export function Pieces({ pieces }: { pieces: readonly Piece[] }): ReactNode {
  const words = useWords(historyWords);
  return pieces.map(([op, text], at) => {
    if (op === '=') return <Fragment key={at}>{text}</Fragment>;
    const Mark = op === '-' ? 'del' : 'ins';
    return (
      <Mark key={at}>
        <span className="hidden">{op === '-' ? words.gone : words.come}</span>
        {text}
      </Mark>
    );
  });
}

function Rows({ pieces, view }: { pieces: readonly Piece[]; view: DifferenceView }): ReactNode {
  const stretches = stretchesOf(rowsOf(pieces));
  return (
    <div className={view === 'sides' ? 'difference is-sides' : 'difference'}>
      {stretches.map((stretch, at) => (
        <StretchOf key={at} stretch={stretch} view={view} />
      ))}
    </div>
  );
}

function StretchOf({ stretch, view }: { stretch: Stretch; view: DifferenceView }): ReactNode {
  const words = useWords(historyWords);
  const [isOpen, setOpen] = useState(stretch.kind === 'rows' || stretch.rows.length < 3);
  if (!isOpen) {
    return (
      <Button size="small" type="dashed" className="gap-rows" onClick={() => setOpen(true)}>
        {fill(words.gap, { n: stretch.rows.length })}
      </Button>
    );
  }
  return stretch.rows.map((row, at) =>
    view === 'sides' ? <SideRow key={at} row={row} /> : <InlineRow key={at} row={row} />,
  );
}

function SideRow({ row }: { row: Row }): ReactNode {
  const words = useWords(historyWords);
  const changed = isChanged(row) ? ' is-changed' : '';
  return (
    <div className="side-row">
      <div className={`side${row.left ? changed : ' is-none'}`}>
        <span className="hidden">{words.before}: </span>
        {row.left && <Pieces pieces={row.left} />}
      </div>
      <div className={`side${row.right ? changed : ' is-none'}`}>
        <span className="hidden">{words.after}: </span>
        {row.right && <Pieces pieces={row.right} />}
      </div>
    </div>
  );
}

/** Both sides of a row in one: what went, then what came, around what stays. */
function InlineRow({ row }: { row: Row }): ReactNode {
  const { left, right } = row;
  if (!left || !right) {
    return (
      <div className="line is-changed">
        <Pieces pieces={left ?? right ?? []} />
      </div>
    );
  }
  return (
    <div className={isChanged(row) ? 'line is-changed' : 'line'}>
      <Pieces pieces={merged(left, right)} />
    </div>
  );
}

function merged(left: readonly Piece[], right: readonly Piece[]): Piece[] {
  const out: Piece[] = [];
  const rest = [...right];
  for (const one of left) {
    while (one[0] === '=' && rest[0]?.[0] === '+') out.push(rest.shift()!);
    if (one[0] === '=') rest.shift();
    out.push(one);
  }
  return [...out, ...rest];
}
