import { fill } from '#kernel/locale.ts';
import { Button, Radio } from 'antd';
import { useMemo, useState, type ReactNode } from 'react';
import { useWords } from '#studio/preferences.tsx';
import { joinChunks, mergeParagraphs, type Choice, type Chunk } from '../rules/merge.ts';
import { conflictWords } from './words.ts';

/** Three texts of one lesson: what both began with, and what became of it. */
export interface ThreeTexts {
  readonly base: string;
  readonly mine: string;
  readonly theirs: string;
}

/** Two texts made one, paragraph by paragraph. */
export function MergePanel({
  texts,
  isBusy,
  onDone,
  onBack,
}: {
  texts: ThreeTexts;
  isBusy: boolean;
  onDone: (text: string) => void;
  onBack: () => void;
}): ReactNode {
  const words = useWords(conflictWords);
  const chunks = useMemo(
    () => mergeParagraphs(texts.base, texts.mine, texts.theirs),
    [texts.base, texts.mine, texts.theirs],
  );
  const [choices, setChoices] = useState<readonly (Choice | undefined)[]>([]);
  const clashes = chunks.flatMap((chunk, at) => (chunk.kind === 'both' ? [at] : []));
  const isDecided = clashes.every((at) => choices[at]);
  const choose = (at: number, choice: Choice) =>
    setChoices((before) => Object.assign([...before], { [at]: choice }));
  return (
    <div className="stack">
      <p>{clashes.length > 0 ? words.mergeLead : words.noClash}</p>
      <div className="chunks">
        {chunks.map((chunk, at) => (
          <ChunkBox
            key={at}
            chunk={chunk}
            number={clashes.indexOf(at) + 1}
            choice={choices[at]}
            onChoose={(choice) => choose(at, choice)}
          />
        ))}
      </div>
      <div className="row">
        <Button onClick={onBack}>{words.backToChoice}</Button>
        <Button
          type="primary"
          disabled={!isDecided}
          loading={isBusy}
          onClick={() => onDone(joinChunks(chunks, choices))}
        >
          {words.takeMerged}
        </Button>
      </div>
    </div>
  );
}

function ChunkBox({
  chunk,
  number,
  choice,
  onChoose,
}: {
  chunk: Chunk;
  number: number;
  choice: Choice | undefined;
  onChoose: (choice: Choice) => void;
}): ReactNode {
  const words = useWords(conflictWords);
  const { kind, mine, theirs } = chunk;
  if (kind === 'same') return <p className="chunk quiet">{mine.trim()}</p>;
  if (kind !== 'both') {
    const text = kind === 'mine' ? mine : theirs;
    return (
      <div className="chunk is-taken">
        <span className="quiet">{kind === 'mine' ? words.chunkMine : words.chunkTheirs}</span>
        <p>{text.trim() || words.empty}</p>
      </div>
    );
  }
  const label = fill(words.chunk, { n: number });
  return (
    <fieldset className="chunk is-clash">
      <legend>{label}</legend>
      <Radio.Group
        aria-label={label}
        value={choice ?? null}
        onChange={(event) => onChoose(event.target.value as Choice)}
        className="stack"
      >
        <Radio value="mine">
          {words.chunkMine}: {mine.trim() || words.empty}
        </Radio>
        <Radio value="theirs">
          {words.chunkTheirs}: {theirs.trim() || words.empty}
        </Radio>
        <Radio value="both">{words.chunkBoth}</Radio>
      </Radio.Group>
    </fieldset>
  );
}
