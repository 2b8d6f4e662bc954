import type { ReactNode } from 'react';
import { Button, LinkButton } from '../button.tsx';
import { EmptyState } from '../empty-state.tsx';
import { CheckField, InputField } from '../field.tsx';
import { Form } from '../form.tsx';
import { Tabs } from '../tabs.tsx';
import { Frame, type Sample } from './frame.tsx';

/** A log-in form that was refused. */
export function LoginSample({ sample }: { readonly sample: Sample }): ReactNode {
  const { locale, t } = sample;
  const wrong = t('邮箱或密码不对', 'The e-mail or the password is wrong.');
  return (
    <Frame sample={sample} title={t('登录', 'Log in')}>
      <div className="wrap-narrow page-body stack">
        <h1>{t('欢迎回来', 'Welcome back')}</h1>
        <Tabs
          label={t('登录方式', 'Ways to log in')}
          items={[
            { href: '/login', label: t('密码登录', 'Password'), current: true },
            { href: '/login/code', label: t('验证码登录', 'Mailed code') },
          ]}
        />
        <Form
          locale={locale}
          action="/login"
          trap="website"
          errors={[{ field: 'email', text: wrong }]}
          hidden={{ next: '/learning' }}
        >
          <InputField
            locale={locale}
            name="email"
            type="email"
            autoComplete="username"
            inputMode="email"
            label={t('邮箱', 'E-mail')}
            value="xiaoman@example.com"
            error={wrong}
          />
          <InputField
            locale={locale}
            name="password"
            type="password"
            autoComplete="current-password"
            label={t('密码', 'Password')}
            hint={t('至少 10 个字符', 'At least 10 characters')}
          />
          <CheckField
            locale={locale}
            name="keep"
            optional
            checked
            label={t('在这台设备上保持登录', 'Keep me logged in on this device')}
          />
          <Button variant="primary" wide>
            {t('登录', 'Log in')}
          </Button>
        </Form>
        <p className="divider">{t('还没有账号', 'New here?')}</p>
        <LinkButton href="/register" wide>
          {t('注册', 'Create an account')}
        </LinkButton>
      </div>
    </Frame>
  );
}

/** Empty and broken pages. */
export function StatesSample({ sample }: { readonly sample: Sample }): ReactNode {
  const { t } = sample;
  const back = (
    <LinkButton href="/" variant="ink">
      {t('回到首页', 'Go home')}
    </LinkButton>
  );
  return (
    <Frame sample={sample} title={t('找不到这一页', 'Page not found')}>
      <div className="wrap">
        <EmptyState
          level={1}
          art="lost"
          title={t('这条路到此为止', 'The path ends here')}
          text={t(
            '您要找的页面不在了，也可能从未有过。',
            'The page you are looking for has gone, or never was.',
          )}
          actions={back}
        />
        <EmptyState
          art="search"
          title={t('没有找到「量子烹饪」', 'Nothing found for “quantum cooking”')}
          text={t('换一个词试试，或看看全部课程。', 'Try another word, or look at all courses.')}
        />
        <EmptyState
          art="shelf"
          title={t('书架还空着', 'Your shelf is empty')}
          text={t('您加入学习的课程会放在这里。', 'Courses you join will stand here.')}
        />
        <EmptyState
          art="broken"
          title={t('出了点问题', 'Something gave way')}
          text={t(
            '不是您的错，我们已经记下了。编号 7F3A。',
            'Not your fault; we have noted it. Incident 7F3A.',
          )}
        />
      </div>
    </Frame>
  );
}
