import { fill } from '#kernel/locale.ts';
import { Button, Form, Input, InputNumber } from 'antd';
import { useState, type ReactNode } from 'react';
import { PersonField } from '#identity/studio/person-field.tsx';
import { ask } from '#studio/api.ts';
import { DataTable, type TableColumn } from '#studio/data-table.tsx';
import { useConfirm, useDeed } from '#studio/deed.tsx';
import { choicesOf } from '#studio/filters.tsx';
import { FormDialog } from '#studio/form-dialog.tsx';
import { sayInstant } from '#studio/format.ts';
import { PlainSelect } from '#studio/plain-select.tsx';
import { usePreferences, useWords } from '#studio/preferences.tsx';
import { Screen } from '#studio/screen.tsx';
import { useSession } from '#studio/session.ts';
import { StateTag, TwoLines } from '#studio/state-tag.tsx';
import { commonWords, sectionWords } from '#studio/words.ts';
import type { MemberItem } from '../schema.ts';
import { memberSourceWords, memberStateWords } from '../words.ts';
import { ImportDialog } from './import-dialog.tsx';
import { importWords } from './import-words.ts';
import { useTiers } from './tiers-known.ts';
import { membershipWords } from './words.ts';

const tones = {
  active: 'success',
  upcoming: 'processing',
  paused: 'warning',
  revoked: 'error',
} as const;

const columns: readonly TableColumn<MemberItem>[] = [
  {
    title: membershipWords.member,
    isName: true,
    show: ({ userName, email }) => <TwoLines main={userName} more={email ?? ''} />,
  },
  { title: membershipWords.tier, show: ({ tierName }) => tierName },
  {
    title: membershipWords.state,
    show: ({ state }) => <StateTag of={state} words={memberStateWords} tones={tones} />,
  },
  {
    title: membershipWords.source,
    show: ({ sourceKind, reason }) => <Source kind={sourceKind} reason={reason} />,
  },
  {
    title: membershipWords.from,
    show: ({ startsAt }) => <span className="number">{sayInstant(startsAt)}</span>,
  },
  { title: membershipWords.until, show: ({ endsAt }) => <Until at={endsAt} /> },
];

function Source({ kind, reason }: { kind: MemberItem['sourceKind']; reason: string }): ReactNode {
  const sources = useWords(memberSourceWords);
  return <TwoLines main={sources[kind]} more={reason} />;
}

function Until({ at }: { at: string | null }): ReactNode {
  const { locale } = usePreferences();
  return at ? <span className="number">{sayInstant(at)}</span> : membershipWords.forGood[locale];
}

/** Everybody who is, was or will be a member; the owner gives, pauses and takes. */
export function MembersScreen(): ReactNode {
  const { members } = useWords(sectionWords);
  const words = useWords(membershipWords);
  const { may } = useSession();
  const { open: importing } = useWords(importWords);
  const [isGiving, setGiving] = useState(false);
  const [isImporting, setImporting] = useState(false);
  const [ending, setEnding] = useState<MemberItem>();
  const tiers = useTiers();
  const mayGive = may('membership.grant', 'any');
  return (
    <Screen
      title={members}
      lead={words.membersLead}
      actions={
        mayGive && (
          <>
            <Button onClick={() => setImporting(true)}>{importing}</Button>
            <Button type="primary" onClick={() => setGiving(true)}>
              {words.give}
            </Button>
          </>
        )
      }
    >
      <DataTable<MemberItem>
        label={members}
        path="/members"
        rowKey={({ id }) => id}
        filters={[
          {
            kind: 'tabs',
            name: 'state',
            label: membershipWords.state,
            choices: choicesOf(memberStateWords),
          },
          {
            kind: 'choice',
            name: 'tierId',
            label: membershipWords.tier,
            choices: tiers.map(({ value, label }) => ({ value, label: { zh: label, en: label } })),
          },
          {
            kind: 'choice',
            name: 'source',
            label: membershipWords.source,
            choices: choicesOf(memberSourceWords),
          },
        ]}
        columns={columns}
        {...(mayGive
          ? { actions: (item: MemberItem) => <Actions item={item} onTakeBack={setEnding} /> }
          : {})}
      />
      {isImporting && <ImportDialog onClose={() => setImporting(false)} />}
      {isGiving && <GiveDialog onClose={() => setGiving(false)} />}
      {ending && <TakeBackDialog item={ending} onClose={() => setEnding(undefined)} />}
    </Screen>
  );
}

function Actions({
  item,
  onTakeBack,
}: {
  item: MemberItem;
  onTakeBack: (item: MemberItem) => void;
}): ReactNode {
  const words = useWords(membershipWords);
  const pause = usePause();
  const resume = useDeed((id: string) => ask('DELETE', `/members/${id}/pause`), {
    done: words.resumed,
    refreshes: ['/members'],
  });
  const { state } = item;
  if (state === 'ended' || state === 'revoked') return null;
  return (
    <>
      {state === 'active' && (
        <Button size="small" onClick={() => pause(item)}>
          {words.pause}
        </Button>
      )}
      {state === 'paused' && (
        <Button size="small" loading={resume.isBusy} onClick={() => void resume.run(item.id)}>
          {words.resume}
        </Button>
      )}
      <Button size="small" danger onClick={() => onTakeBack(item)}>
        {words.takeBack}
      </Button>
    </>
  );
}

function usePause(): (item: MemberItem) => void {
  const words = useWords(membershipWords);
  const confirm = useConfirm();
  const deed = useDeed((id: string) => ask('PUT', `/members/${id}/pause`), {
    done: words.paused,
    refreshes: ['/members'],
  });
  return ({ id, userName }) =>
    confirm({
      title: fill(words.pauseTitle, { name: userName }),
      text: words.pauseText,
      yes: words.pause,
      act: () => deed.run(id),
    });
}

interface Gift {
  readonly userId: string;
  readonly tierId: string;
  readonly days?: number | null;
  readonly reason: string;
}

function GiveDialog({ onClose }: { onClose: () => void }): ReactNode {
  const words = useWords(membershipWords);
  const common = useWords(commonWords);
  const tiers = useTiers();
  const deed = useDeed(
    ({ days, ...rest }: Gift) =>
      ask('POST', '/members', { body: { ...rest, ...(days ? { days } : {}) } }),
    { done: words.given, refreshes: ['/members'] },
  );
  const rules = [{ required: true, message: common.needed }];
  return (
    <FormDialog
      title={words.give}
      yes={words.give}
      deed={deed}
      initialValues={{ days: 365 }}
      onClose={onClose}
    >
      <PersonField label={words.user} placeholder={words.findUser} />
      <Form.Item name="tierId" label={words.tier} rules={rules}>
        <PlainSelect options={tiers} />
      </Form.Item>
      <Form.Item name="days" label={words.lasting} extra={words.lastingHelp}>
        <InputNumber min={1} max={36_500} precision={0} />
      </Form.Item>
      <ReasonField />
    </FormDialog>
  );
}

function ReasonField(): ReactNode {
  const words = useWords(membershipWords);
  const { needed } = useWords(commonWords);
  return (
    <Form.Item
      name="reason"
      label={words.reason}
      rules={[{ required: true, whitespace: true, message: needed }]}
    >
      <Input maxLength={200} />
    </Form.Item>
  );
}

function TakeBackDialog({ item, onClose }: { item: MemberItem; onClose: () => void }): ReactNode {
  const words = useWords(membershipWords);
  const deed = useDeed(
    (body: { reason: string }) => ask('POST', `/members/${item.id}/revocation`, { body }),
    { done: words.takenBack, refreshes: ['/members'] },
  );
  return (
    <FormDialog
      title={fill(words.takeBackTitle, { name: item.userName, tier: item.tierName })}
      yes={words.takeBack}
      isDangerous
      deed={deed}
      onClose={onClose}
    >
      <p>{words.takeBackText}</p>
      <ReasonField />
    </FormDialog>
  );
}
