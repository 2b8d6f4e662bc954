import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { WorksTable } from '#catalog/studio/works.tsx';
import { workWords } from '#catalog/studio/words.ts';
import { ButtonLink } from '#studio/button-link.tsx';
import { useWords } from '#studio/preferences.tsx';
import { Screen } from '#studio/screen.tsx';
import { useSession } from '#studio/session.ts';
import { sectionWords } from '#studio/words.ts';
import { BeginDialog } from './begin-work.tsx';

/** Works by state, a creator's own or all, and the ways to begin one. */
export function WorksScreen(): ReactNode {
  const { works } = useWords(sectionWords);
  const words = useWords(workWords);
  const { user, may } = useSession();
  const [isCreating, setCreating] = useState(false);
  const isCreator = user.roles.includes('creator');
  const actions = (
    <>
      {may('content.import') && isCreator && <ButtonLink to="/import">{words.import}</ButtonLink>}
      {may('work.create') && isCreator && (
        <Button type="primary" onClick={() => setCreating(true)}>
          {words.create}
        </Button>
      )}
    </>
  );
  return (
    <Screen title={works} actions={actions}>
      <WorksTable />
      {isCreating && <BeginDialog onClose={() => setCreating(false)} />}
    </Screen>
  );
}
