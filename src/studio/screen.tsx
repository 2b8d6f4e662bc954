import { Alert, Button, Skeleton } from 'antd';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { sayProblem } from './api.ts';
import { useWords } from './preferences.tsx';
import { shellWords } from './words.ts';

/** A screen: its heading, what can be done with all of it, and its body. */
export function Screen({
  title,
  lead,
  actions,
  children,
}: {
  title: string;
  lead?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}): ReactNode {
  const words = useWords(shellWords);
  return (
    <>
      <title>{`${title} · ${words.studio}`}</title>
      <header className="screen-head">
        <div>
          <h1>{title}</h1>
          {lead && <div className="lead">{lead}</div>}
        </div>
        {actions && <div className="screen-actions">{actions}</div>}
      </header>
      {children}
    </>
  );
}

/** What was asked for once it is there; until then its outline, or why it is not. */
export function Answer<T>({
  of: query,
  children,
}: {
  of: UseQueryResult<T>;
  children: (data: T) => ReactNode;
}): ReactNode {
  if (query.isPending) return <Skeleton active paragraph={{ rows: 6 }} />;
  if (query.isError) return <Failed error={query.error} onRetry={() => void query.refetch()} />;
  return children(query.data);
}

/** Why something is not there, and another try. */
export function Failed({ error, onRetry }: { error: unknown; onRetry: () => void }): ReactNode {
  const words = useWords(shellWords);
  return (
    <Alert
      type="error"
      showIcon
      title={words.brokenTitle}
      description={sayProblem(error)}
      action={<Button onClick={onRetry}>{words.tryAgain}</Button>}
    />
  );
}
