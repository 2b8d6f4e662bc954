import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Tooltip } from 'antd';
import type { ReactNode } from 'react';
import type { AuditItem } from '#audit/schema.ts';
import { DataTable } from '#studio/data-table.tsx';
import { choicesOf } from '#studio/filters.tsx';
import { sayInstant } from '#studio/format.ts';
import { usePreferences, useWords } from '#studio/preferences.tsx';
import { Screen } from '#studio/screen.tsx';
import { sectionWords } from '#studio/words.ts';
import { deedWords, nounWords, subjectWords } from '../words.ts';
import { Detail } from './detail.tsx';
import { auditWords } from './words.ts';

/** Who among the staff did what. */
export function AuditScreen(): ReactNode {
  const { audit } = useWords(sectionWords);
  const words = useWords(auditWords);
  return (
    <Screen title={audit} lead={words.lead}>
      <DataTable<AuditItem>
        label={audit}
        path="/audit-records"
        rowKey={({ id }) => id}
        filters={[
          {
            kind: 'choice',
            name: 'deed',
            label: auditWords.about,
            choices: choicesOf(nounWords),
          },
          { kind: 'mark', name: 'subject', label: auditWords.onlySubject },
          { kind: 'mark', name: 'actor', label: auditWords.onlyActor },
        ]}
        columns={[
          {
            title: auditWords.at,
            show: ({ at }) => <span className="number">{sayInstant(at)}</span>,
          },
          { title: auditWords.deed, isName: true, show: ({ deed }) => <Deed deed={deed} /> },
          {
            title: auditWords.actor,
            show: ({ actorId, names }) =>
              actorId ? <Named name="actor" id={actorId} names={names} /> : words.house,
          },
          {
            title: auditWords.subject,
            show: ({ subject, names }) => <Named name="subject" id={subject} names={names} />,
          },
          { title: auditWords.detail, show: (item) => <Detail item={item} /> },
          { title: auditWords.ip, show: ({ ip }) => ip ?? '—' },
        ]}
      />
    </Screen>
  );
}

function Deed({ deed }: { deed: string }): ReactNode {
  const { locale } = usePreferences();
  return <span title={deed}>{deedWords[deed]?.[locale] ?? deed}</span>;
}

const short = (id: string) => (id.length === 36 ? `…${id.slice(-8)}` : id);

/** What somebody or something is called; pressed, it shows all that was done by or to it. */
function Named({
  name,
  id,
  names,
}: {
  name: 'actor' | 'subject';
  id: string;
  names: AuditItem['names'];
}): ReactNode {
  const words = useWords(auditWords);
  const { locale } = usePreferences();
  const navigate = useNavigate();
  const search: Readonly<Record<string, unknown>> = useSearch({ strict: false });
  const only = () => void navigate({ to: '.', search: { ...search, [name]: id }, replace: true });
  return (
    <Tooltip title={`${words.only} · ${id}`}>
      <Button type="link" className="name-link" onClick={only}>
        {names[id] ?? subjectWords[id]?.[locale] ?? short(id)}
      </Button>
    </Tooltip>
  );
}
