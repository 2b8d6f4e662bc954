import { fill } from '#kernel/locale.ts';
import { Button, Form, Input } from 'antd';
import { useState, type ReactNode } from 'react';
import type { WorkItem } from '#catalog/schema.ts';
import type { EntitlementItem } from '#entitlement/schema.ts';
import { PersonField } from '#identity/studio/person-field.tsx';
import { ask } from '#studio/api.ts';
import { DataTable, type TableColumn } from '#studio/data-table.tsx';
import { useConfirm, useDeed } from '#studio/deed.tsx';
import { choicesOf } from '#studio/filters.tsx';
import { FindSelect } from '#studio/find-select.tsx';
import { FormDialog } from '#studio/form-dialog.tsx';
import { sayInstant } from '#studio/format.ts';
import { usePreferences, useWords } from '#studio/preferences.tsx';
import { Screen } from '#studio/screen.tsx';
import { useSession } from '#studio/session.ts';
import { StateTag } from '#studio/state-tag.tsx';
import { commonWords, sectionWords } from '#studio/words.ts';
import { sourceWords } from '../words.ts';
import { entitlementWords } from './words.ts';

const columns: readonly TableColumn<EntitlementItem>[] = [
  { title: entitlementWords.user, isName: true, show: ({ userName }) => userName },
  { title: entitlementWords.work, show: ({ workTitle }) => workTitle },
  {
    title: entitlementWords.source,
    show: ({ sourceKind }) => (
      <StateTag of={sourceKind} words={sourceWords} tones={{ grant: 'processing' }} />
    ),
  },
  { title: entitlementWords.reason, show: ({ reason }) => reason || '—' },
  {
    title: entitlementWords.from,
    show: ({ startsAt }) => <span className="number">{sayInstant(startsAt)}</span>,
  },
  { title: entitlementWords.until, show: ({ endsAt }) => <Until at={endsAt} /> },
  {
    title: entitlementWords.revoked,
    show: ({ revokedAt }) => <span className="number">{sayInstant(revokedAt)}</span>,
  },
];

/** The rights to learn: where each comes from; the owner gives and takes. */
export function EntitlementsScreen(): ReactNode {
  const { entitlements } = useWords(sectionWords);
  const words = useWords(entitlementWords);
  const { may } = useSession();
  const [isGranting, setGranting] = useState(false);
  const takeBack = useTakeBack();
  const mayGrant = may('entitlement.grant', 'any');
  const actions = (item: EntitlementItem) =>
    item.sourceKind === 'grant' &&
    !item.revokedAt && (
      <Button size="small" danger onClick={() => takeBack(item)}>
        {words.takeBack}
      </Button>
    );
  return (
    <Screen
      title={entitlements}
      lead={words.lead}
      actions={
        mayGrant && (
          <Button type="primary" onClick={() => setGranting(true)}>
            {words.grant}
          </Button>
        )
      }
    >
      <DataTable<EntitlementItem>
        label={entitlements}
        path="/entitlements"
        rowKey={({ id }) => id}
        filters={[
          {
            kind: 'choice',
            name: 'source',
            label: entitlementWords.source,
            choices: choicesOf(sourceWords),
          },
        ]}
        columns={columns}
        {...(mayGrant ? { actions } : {})}
      />
      {isGranting && <GrantDialog onClose={() => setGranting(false)} />}
    </Screen>
  );
}

function Until({ at }: { at: string | null }): ReactNode {
  const { locale } = usePreferences();
  return at ? <span className="number">{sayInstant(at)}</span> : entitlementWords.forEver[locale];
}

function useTakeBack(): (item: EntitlementItem) => void {
  const words = useWords(entitlementWords);
  const confirm = useConfirm();
  const deed = useDeed((id: string) => ask('DELETE', `/grants/${id}`), {
    done: words.takenBack,
    refreshes: ['/entitlements'],
  });
  return ({ id, userName, workTitle }) =>
    confirm({
      title: fill(words.takeBackTitle, { name: userName, work: workTitle }),
      yes: words.takeBack,
      act: () => deed.run(id),
    });
}

interface Grant {
  readonly userId: string;
  readonly workId: string;
  readonly reason: string;
}

function GrantDialog({ onClose }: { onClose: () => void }): ReactNode {
  const words = useWords(entitlementWords);
  const common = useWords(commonWords);
  const deed = useDeed((body: Grant) => ask('POST', '/grants', { body }), {
    done: words.granted,
    refreshes: ['/entitlements'],
  });
  const rules = [{ required: true, message: common.needed }];
  return (
    <FormDialog title={words.grant} yes={words.grant} deed={deed} onClose={onClose}>
      <PersonField label={words.grantUser} placeholder={words.findUser} />
      <Form.Item name="workId" label={words.grantWork} rules={rules}>
        <FindSelect<WorkItem>
          path="/works"
          by="text"
          always={{ state: 'published' }}
          placeholder={words.findWork}
          idOf={({ id }) => id}
          nameOf={({ title, creatorName }) => `${title} · ${creatorName}`}
        />
      </Form.Item>
      <Form.Item
        name="reason"
        label={words.grantReason}
        rules={[{ required: true, whitespace: true, message: common.needed }]}
      >
        <Input maxLength={200} />
      </Form.Item>
    </FormDialog>
  );
}
