import { LogoutOutlined, MenuOutlined, ShopOutlined, UserOutlined } from '@ant-design/icons';
import { Link, Navigate, Outlet, useLocation, useRouterState } from '@tanstack/react-router';
import { Button, Drawer, Dropdown, Layout, Menu, Spin, type MenuProps } from 'antd';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { fill, localePath } from '#kernel/locale.ts';
import { sayProblem } from './api.ts';
import { usePhone, usePreferences, useWords } from './preferences.tsx';
import { sections, sectionsFor, type Section } from './sections.tsx';
import { endSession, sessionOf, useSession, useWho } from './session.ts';
import { LanguageSwitch, ThemeSwitch } from './switches.tsx';
import { roleWords } from '#identity/words/states.ts';
import { sectionWords, shellWords } from './words.ts';

// Those who are signed in never fetch the way in.
const SignIn = lazy(async () => ({ default: (await import('./sign-in.tsx')).SignIn }));

/** Lets in who is signed in, and shows the others the way. */
export function Gate(): ReactNode {
  const who = useWho();
  const words = useWords(shellWords);
  if (who.isPending) return <Spin size="large" fullscreen description={words.loading} />;
  if (who.isError) {
    return (
      <main>
        <Notice title={words.brokenTitle} text={sayProblem(who.error)}>
          <Button onClick={() => void who.refetch()}>{words.tryAgain}</Button>
        </Notice>
      </main>
    );
  }
  if (!who.data.user) {
    return (
      <Suspense>
        <SignIn />
      </Suspense>
    );
  }
  const mine = sectionsFor(sessionOf(who.data.user, who.data.abilities));
  return <Shell mine={mine} />;
}

function Shell({ mine }: { mine: readonly Section[] }): ReactNode {
  const isPhone = usePhone();
  const words = useWords(shellWords);
  return (
    <Layout className="shell" hasSider={!isPhone}>
      <a className="skip" href="#content">
        {words.skip}
      </a>
      {!isPhone && (
        <Layout.Sider width={216} className="sider">
          <Brand />
          <Sections mine={mine} />
        </Layout.Sider>
      )}
      <Layout>
        <TopBar mine={mine} isPhone={isPhone} />
        <main id="content" className="content" tabIndex={-1}>
          {mine.length === 0 ? <NoRole /> : <Place mine={mine} />}
        </main>
      </Layout>
    </Layout>
  );
}

/** The screen of the address, or the first one of those who have no dashboard. */
function Place({ mine }: { mine: readonly Section[] }): ReactNode {
  // While the next screen is fetched, the last one still stands in the outlet.
  const pathname = useRouterState({
    select: ({ resolvedLocation, location }) => (resolvedLocation ?? location).pathname,
  });
  const [first] = mine;
  const section = sectionOf(pathname, sections);
  if (!section || mine.includes(section)) return <Outlet />;
  return section.path === '/' && first ? <Navigate to={first.path} replace /> : <NotFound />;
}

function sectionOf(pathname: string, among: readonly Section[]): Section | undefined {
  if (pathname === '/') return among.find(({ path }) => path === '/');
  return among.find(
    ({ path }) => path !== '/' && (pathname === path || pathname.startsWith(`${path}/`)),
  );
}

function Brand(): ReactNode {
  const words = useWords(shellWords);
  return (
    <Link to="/" className="brand">
      <span className="seal" aria-hidden="true">
        书
      </span>
      {words.studio}
    </Link>
  );
}

const groups = ['create', 'money', 'site'] as const;

function Sections({ mine, onGo }: { mine: readonly Section[]; onGo?: () => void }): ReactNode {
  const words = useWords(sectionWords);
  const { sections: label } = useWords(shellWords);
  const { pathname } = useLocation();
  const entry = ({ path, name, icon }: Section) => ({
    key: path,
    icon,
    label: <Link to={path}>{words[name]}</Link>,
  });
  const items: MenuProps['items'] = [
    ...mine.filter(({ group }) => !group).map(entry),
    ...groups.flatMap((group) => {
      const children = mine.filter((section) => section.group === group).map(entry);
      return children.length > 0
        ? [{ type: 'group' as const, key: group, label: words[group], children }]
        : [];
    }),
  ];
  return (
    <nav aria-label={label}>
      <Menu
        mode="inline"
        items={items}
        selectedKeys={[sectionOf(pathname, mine)?.path ?? '']}
        {...(onGo ? { onClick: onGo } : {})}
      />
    </nav>
  );
}

function TopBar({ mine, isPhone }: { mine: readonly Section[]; isPhone: boolean }): ReactNode {
  const words = useWords(shellWords);
  const [isOpen, setOpen] = useState(false);
  return (
    <Layout.Header className="top">
      {isPhone && (
        <>
          <Button
            type="text"
            icon={<MenuOutlined />}
            aria-label={words.menu}
            aria-expanded={isOpen}
            onClick={() => setOpen(true)}
          />
          <Brand />
          <Drawer
            open={isOpen}
            onClose={() => setOpen(false)}
            placement="left"
            size={264}
            title={words.studio}
          >
            <Sections mine={mine} onGo={() => setOpen(false)} />
          </Drawer>
        </>
      )}
      <span className="spring" />
      <LanguageSwitch />
      <ThemeSwitch />
      <AccountMenu isPhone={isPhone} />
    </Layout.Header>
  );
}

function AccountMenu({ isPhone }: { isPhone: boolean }): ReactNode {
  const words = useWords(shellWords);
  const roles = useWords(roleWords);
  const { locale } = usePreferences();
  const { user } = useSession();
  const items: MenuProps['items'] = [
    {
      type: 'group',
      key: 'who',
      label: fill('{name} · {roles}', {
        name: user.name,
        roles: user.roles.map((role) => roles[role]).join(locale === 'zh' ? '、' : ', '),
      }),
    },
    {
      key: 'site',
      icon: <ShopOutlined />,
      label: <a href={localePath(locale, '/')}>{words.toSite}</a>,
    },
    {
      key: 'account',
      icon: <UserOutlined />,
      label: <a href={localePath(locale, '/account')}>{words.account}</a>,
    },
    { type: 'divider' },
    {
      key: 'out',
      icon: <LogoutOutlined />,
      label: words.signOut,
      onClick: () => void endSession(),
    },
  ];
  return (
    <Dropdown menu={{ items }} trigger={['click']}>
      <Button type="text" icon={<UserOutlined />} aria-label={`${words.account}: ${user.name}`}>
        {isPhone ? null : user.name}
      </Button>
    </Dropdown>
  );
}

/** What stands where a screen cannot: a heading, why, and a way on. */
function Notice({
  title,
  text,
  children,
}: {
  title: string;
  text: string;
  children: ReactNode;
}): ReactNode {
  return (
    <div className="notice">
      <title>{title}</title>
      <h1>{title}</h1>
      <p>{text}</p>
      {children}
    </div>
  );
}

function NoRole(): ReactNode {
  const words = useWords(shellWords);
  const { locale } = usePreferences();
  return (
    <Notice title={words.noRoleTitle} text={words.noRole}>
      <Button href={localePath(locale, '/')}>{words.toSite}</Button>
    </Notice>
  );
}

/** What stands at an address that leads nowhere. */
export function NotFound(): ReactNode {
  const words = useWords(shellWords);
  return (
    <Notice title={words.notFound} text={words.notFoundText}>
      <Link to="/">
        <Button>{words.backHome}</Button>
      </Link>
    </Notice>
  );
}

/** What stands in place of a screen that broke. */
export function Broken({ error, reset }: { error: unknown; reset: () => void }): ReactNode {
  const words = useWords(shellWords);
  return (
    <Notice title={words.brokenTitle} text={sayProblem(error)}>
      <Button onClick={reset}>{words.tryAgain}</Button>
    </Notice>
  );
}
