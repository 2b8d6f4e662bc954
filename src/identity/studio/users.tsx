import { fill } from '#kernel/locale.ts';
import { Link } from '@tanstack/react-router';
import { Button, Checkbox, Form, Input, Modal, Tag } from 'antd';
import { useState, type ReactNode } from 'react';
import type { UserItem } from '#identity/schema.ts';
import { ask } from '#studio/api.ts';
import { DataTable, type TableColumn } from '#studio/data-table.tsx';
import { useConfirm, useDeed } from '#studio/deed.tsx';
import { choicesOf } from '#studio/filters.tsx';
import { sayInstant } from '#studio/format.ts';
import { useWords } from '#studio/preferences.tsx';
import { Screen } from '#studio/screen.tsx';
import { useSession } from '#studio/session.ts';
import { StateTag } from '#studio/state-tag.tsx';
import { roleWords, userStateWords } from '../words/states.ts';
import { commonWords, sectionWords } from '#studio/words.ts';
import { userWords } from './words.ts';

type Role = UserItem['roles'][number];

const tones = { active: 'success', banned: 'error' } as const;

const columns: readonly TableColumn<UserItem>[] = [
  { title: userWords.name, isName: true, show: ({ name }) => name },
  { title: userWords.email, show: ({ email }) => email ?? '—' },
  { title: userWords.phone, show: ({ phone }) => phone ?? '—' },
  { title: userWords.roles, show: ({ roles }) => <Roles roles={roles} /> },
  {
    title: userWords.state,
    show: ({ state }) => <StateTag of={state} words={userStateWords} tones={tones} />,
  },
  {
    title: userWords.joined,
    show: ({ createdAt }) => <span className="number">{sayInstant(createdAt)}</span>,
  },
];

/** The people of the site: their roles, and bans. */
export function UsersScreen(): ReactNode {
  const { users } = useWords(sectionWords);
  const words = useWords(userWords);
  const { may, user: me } = useSession();
  const [roled, setRoled] = useState<UserItem>();
  const [banning, setBanning] = useState<UserItem>();
  const lift = useLift();
  return (
    <Screen title={users}>
      <DataTable<UserItem>
        label={users}
        path="/users"
        rowKey={({ id }) => id}
        filters={[
          { kind: 'text', name: 'text', label: userWords.find },
          { kind: 'choice', name: 'role', label: userWords.role, choices: choicesOf(roleWords) },
          {
            kind: 'choice',
            name: 'state',
            label: userWords.state,
            choices: choicesOf(userStateWords),
          },
        ]}
        columns={columns}
        actions={(item) => (
          <>
            {may('identity.grant', 'any') && (
              <Button size="small" onClick={() => setRoled(item)}>
                {words.setRoles}
              </Button>
            )}
            {may('creator.edit', 'any') && item.roles.includes('creator') && (
              <Link to="/users/$id/face" params={{ id: item.id }}>
                <Button size="small">{words.face}</Button>
              </Link>
            )}
            {may('identity.ban', 'any') && item.id !== me.id && item.state === 'active' && (
              <Button size="small" danger onClick={() => setBanning(item)}>
                {words.ban}
              </Button>
            )}
            {may('identity.ban', 'any') && item.state === 'banned' && (
              <Button size="small" onClick={() => lift(item)}>
                {words.unban}
              </Button>
            )}
          </>
        )}
      />
      {roled && <RolesDialog user={roled} onClose={() => setRoled(undefined)} />}
      {banning && <BanDialog user={banning} onClose={() => setBanning(undefined)} />}
    </Screen>
  );
}

function Roles({ roles }: { roles: readonly Role[] }): ReactNode {
  const words = useWords(roleWords);
  if (roles.length === 0) return '—';
  return roles.map((role) => <Tag key={role}>{words[role]}</Tag>);
}

function useLift(): (user: UserItem) => void {
  const words = useWords(userWords);
  const confirm = useConfirm();
  const deed = useDeed((id: string) => ask('DELETE', `/users/${id}/ban`), {
    done: words.unbanned,
    refreshes: ['/users'],
  });
  return ({ id, name }) =>
    confirm({
      title: fill(words.unbanTitle, { name }),
      yes: words.unban,
      isDangerous: false,
      act: () => deed.run(id),
    });
}

/** Gives and takes the roles that differ. */
async function putRoles(user: UserItem, wanted: readonly Role[]): Promise<void> {
  const given = wanted.filter((role) => !user.roles.includes(role));
  const taken = user.roles.filter((role) => !wanted.includes(role));
  for (const role of given) await ask('PUT', `/users/${user.id}/roles/${role}`);
  for (const role of taken) await ask('DELETE', `/users/${user.id}/roles/${role}`);
}

function RolesDialog({ user, onClose }: { user: UserItem; onClose: () => void }): ReactNode {
  const words = useWords(userWords);
  const common = useWords(commonWords);
  const names = useWords(roleWords);
  const [chosen, setChosen] = useState<readonly Role[]>(user.roles);
  const deed = useDeed(() => putRoles(user, chosen), {
    done: words.rolesSaved,
    refreshes: ['/users', '/session'],
  });
  return (
    <Modal
      open
      title={fill(words.rolesOf, { name: user.name })}
      okText={common.save}
      cancelText={common.cancel}
      confirmLoading={deed.isBusy}
      onOk={async () => (await deed.run()) && onClose()}
      onCancel={onClose}
    >
      <Checkbox.Group<Role>
        className="stack"
        value={[...chosen]}
        onChange={setChosen}
        options={(Object.keys(roleWords) as Role[]).map((role) => ({
          value: role,
          label: names[role],
        }))}
      />
    </Modal>
  );
}

function BanDialog({ user, onClose }: { user: UserItem; onClose: () => void }): ReactNode {
  const words = useWords(userWords);
  const common = useWords(commonWords);
  const [form] = Form.useForm<{ reason?: string }>();
  const deed = useDeed(
    (reason: string) => ask('PUT', `/users/${user.id}/ban`, { body: { reason } }),
    {
      done: words.banned,
      refreshes: ['/users'],
    },
  );
  return (
    <Modal
      open
      title={fill(words.banTitle, { name: user.name })}
      okText={words.ban}
      okButtonProps={{ danger: true }}
      cancelText={common.cancel}
      confirmLoading={deed.isBusy}
      onOk={async () => (await deed.run(form.getFieldValue('reason') ?? '')) && onClose()}
      onCancel={onClose}
    >
      <p>{words.banText}</p>
      <Form form={form} layout="vertical">
        <Form.Item name="reason" label={words.reason}>
          <Input.TextArea maxLength={500} rows={3} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
