import { CloseOutlined } from '@ant-design/icons';
import { Button, Progress } from 'antd';
import { useSyncExternalStore, type ReactNode } from 'react';
import { fill } from '#kernel/locale.ts';
import { useWords } from '#studio/preferences.tsx';
import { allMadeHere, stopMaking, watchMadeHere, type MadeHere } from './made-here.ts';
import { madeHereWords } from './words.ts';

/** What this computer makes of the films that were uploaded from it: of all, or of one. */
export function MadeHereList({ assetId }: { assetId?: string }): ReactNode {
  const words = useWords(madeHereWords);
  const all = useSyncExternalStore(watchMadeHere, allMadeHere);
  // Whether the house wants anything made is known once it has looked at the film.
  const begun = all.filter(({ state }) => state !== 'waiting');
  const shown = begun.filter((one) => assetId === undefined || one.assetId === assetId);
  if (shown.length === 0) return null;
  return (
    <section className="stack-tight" aria-label={words.title}>
      <span className="quiet">{words.lead}</span>
      <ul className="uploads" aria-label={words.title}>
        {shown.map((one) => (
          <Film key={one.assetId} of={one} />
        ))}
      </ul>
    </section>
  );
}

function Film({ of }: { of: MadeHere }): ReactNode {
  const words = useWords(madeHereWords);
  const { fileName, state, rung = '', percent, problem, assetId } = of;
  const text = state === 'waiting' ? '' : fill(words[state], { rung });
  return (
    <li className="upload">
      <div className="row">
        <span className="name">{fileName}</span>
        <Button
          size="small"
          type="text"
          icon={<CloseOutlined />}
          aria-label={`${state === 'failed' ? words.hide : words.stop}: ${fileName}`}
          onClick={() => stopMaking(assetId)}
        />
      </div>
      <Progress
        percent={percent}
        size="small"
        status={state === 'failed' ? 'exception' : 'active'}
        aria-label={`${fileName}: ${text}`}
      />
      <span aria-live="polite" className="quiet">
        {[text, problem].filter(Boolean).join(' ')}
      </span>
    </li>
  );
}
