import {
  CheckCircleOutlined,
  CloudSyncOutlined,
  ExclamationCircleOutlined,
} from '@ant-design/icons';
import type { ReactNode } from 'react';
import { useWords } from '#studio/preferences.tsx';
import type { SaveState } from './saver.ts';
import { editorWords } from './words.ts';

const icons = {
  saved: <CheckCircleOutlined />,
  unsaved: <CloudSyncOutlined />,
  saving: <CloudSyncOutlined />,
  offline: <ExclamationCircleOutlined />,
  refused: <ExclamationCircleOutlined />,
  conflict: <ExclamationCircleOutlined />,
} as const satisfies Record<SaveState['kind'], ReactNode>;

/** How a text stands, in words and always in sight. */
export function SaveStatus({ state }: { state: SaveState }): ReactNode {
  const words = useWords(editorWords);
  return (
    <span role="status" className={`save-state is-${state.kind}`}>
      {icons[state.kind]} {words[state.kind]}
    </span>
  );
}
