import { Button, Drawer, List, Typography } from 'antd';
import { useState, type ReactNode } from 'react';
import { fill } from '#kernel/locale.ts';
import { useAsk } from '#studio/api.ts';
import { DataTable, type TableColumn } from '#studio/data-table.tsx';
import { choicesOf } from '#studio/filters.tsx';
import { sayInstant } from '#studio/format.ts';
import { usePhone, useWords } from '#studio/preferences.tsx';
import { Answer, Screen } from '#studio/screen.tsx';
import { StateTag, TwoLines } from '#studio/state-tag.tsx';
import { sectionWords } from '#studio/words.ts';
import type { MemberItem, MemberList, TeamItem } from '../schema.ts';
import { teamStateWords } from '../words.ts';
import { teamWords } from './words.ts';

const tones = { open: 'processing', full: 'success', short: 'success' } as const;

const columns: readonly TableColumn<TeamItem>[] = [
  {
    title: teamWords.team,
    isName: true,
    show: ({ leaderName, name }) => <TwoLines main={leaderName} more={name} />,
  },
  { title: teamWords.work, show: ({ workTitle }) => workTitle },
  {
    title: teamWords.state,
    show: ({ state }) => <StateTag of={state} words={teamStateWords} tones={tones} />,
  },
  {
    title: teamWords.people,
    align: 'end',
    show: ({ taken, size }) => <span className="number">{`${taken} / ${size}`}</span>,
  },
  {
    title: teamWords.opened,
    show: ({ openedAt }) => <span className="number">{sayInstant(openedAt)}</span>,
  },
  {
    title: teamWords.deadline,
    show: ({ deadline }) => <span className="number">{sayInstant(deadline)}</span>,
  },
];

/** Teams of all times, with who is in them. */
export function TeamsScreen(): ReactNode {
  const { teams } = useWords(sectionWords);
  const words = useWords(teamWords);
  const [open, setOpen] = useState<TeamItem>();
  return (
    <Screen title={teams} lead={words.lead}>
      <DataTable<TeamItem>
        label={teams}
        path="/teams"
        rowKey={({ id }) => id}
        filters={[
          {
            kind: 'tabs',
            name: 'state',
            label: teamWords.state,
            choices: choicesOf(teamStateWords),
          },
        ]}
        columns={columns}
        actions={(team) => (
          <Button size="small" onClick={() => setOpen(team)}>
            {words.members}
          </Button>
        )}
      />
      {open && <Members team={open} onClose={() => setOpen(undefined)} />}
    </Screen>
  );
}

function Members({ team, onClose }: { team: TeamItem; onClose: () => void }): ReactNode {
  const words = useWords(teamWords);
  const isPhone = usePhone();
  const query = useAsk<MemberList>(`/teams/${team.id}/members`);
  return (
    <Drawer open size={isPhone ? '100%' : 480} title={words.members} onClose={onClose}>
      <Answer of={query}>
        {({ items }) => (
          <List
            dataSource={items}
            rowKey={({ orderId }) => orderId}
            renderItem={(member: MemberItem) => <OneMember member={member} />}
          />
        )}
      </Answer>
    </Drawer>
  );
}

function OneMember({ member }: { member: MemberItem }): ReactNode {
  const words = useWords(teamWords);
  const { userName, orderNumber, joinedAt, leftAt } = member;
  const when = leftAt ? fill(words.left, { at: sayInstant(leftAt) }) : sayInstant(joinedAt);
  return (
    <List.Item>
      <TwoLines main={userName} more={when} />
      <Typography.Text className="number" copyable>
        {orderNumber}
      </Typography.Text>
    </List.Item>
  );
}
