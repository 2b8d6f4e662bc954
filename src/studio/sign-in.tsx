import { Alert, Button, Card, Form, Input, Typography } from 'antd';
import { useState, type ReactNode } from 'react';
import { localePath } from '#kernel/locale.ts';
import { ApiProblem, ask, sayProblem } from './api.ts';
import { solveChallenge } from './challenge.ts';
import { LanguageSwitch, ThemeSwitch } from './switches.tsx';
import { usePreferences, useWords } from './preferences.tsx';
import { beginSession } from './session.ts';
import { shellWords, signInWords } from './words.ts';

interface Credentials {
  readonly address: string;
  readonly password: string;
}

/** The studio's own way in: the session is the one of the site. */
export function SignIn(): ReactNode {
  const words = useWords(signInWords);
  const { studio } = useWords(shellWords);
  const { locale } = usePreferences();
  return (
    <div className="sign-in">
      <div className="sign-in-switches">
        <LanguageSwitch />
        <ThemeSwitch />
      </div>
      <main>
        <Card className="sign-in-card">
          <p className="seal" aria-hidden="true">
            书
          </p>
          <h1>{words.title}</h1>
          <Typography.Paragraph type="secondary">{words.lead}</Typography.Paragraph>
          <SignInForm />
          <a href={localePath(locale, '/login?next=/studio')}>{words.otherWays}</a>
        </Card>
      </main>
      <title>{`${words.title} · ${studio}`}</title>
    </div>
  );
}

function SignInForm(): ReactNode {
  const words = useWords(signInWords);
  const [state, setState] = useState<'idle' | 'busy' | 'proving'>('idle');
  const [problem, setProblem] = useState<string>();

  const enter = async (credentials: Credentials) => {
    setState('busy');
    setProblem(undefined);
    try {
      await logIn(credentials, () => setState('proving'));
      await beginSession();
    } catch (error) {
      setProblem(sayProblem(error));
      setState('idle');
    }
  };

  const required = [{ required: true, message: words.needed }];
  return (
    <Form<Credentials> layout="vertical" requiredMark={false} onFinish={enter}>
      <Form.Item name="address" label={words.address} rules={required}>
        <Input autoComplete="username" size="large" />
      </Form.Item>
      <Form.Item name="password" label={words.password} rules={required}>
        <Input.Password autoComplete="current-password" size="large" />
      </Form.Item>
      <div aria-live="polite">
        {problem && <Alert type="error" showIcon title={problem} className="gap-below" />}
        {state === 'proving' && <Alert type="info" title={words.proving} className="gap-below" />}
      </div>
      <Button type="primary" htmlType="submit" size="large" block loading={state !== 'idle'}>
        {words.signIn}
      </Button>
    </Form>
  );
}

/** Signs in; solves a puzzle first when the house asks for one. */
async function logIn(credentials: Credentials, onPuzzle: () => void): Promise<void> {
  const body = { ...credentials };
  try {
    await ask('POST', '/sessions', { body });
  } catch (error) {
    if (!(error instanceof ApiProblem) || error.code !== 'identity.challenge_needed') throw error;
    onPuzzle();
    await ask('POST', '/sessions', { body: { ...body, challenge: await solveChallenge() } });
  }
}
