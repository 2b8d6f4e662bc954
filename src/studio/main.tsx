import { MutationCache, QueryCache, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { App, ConfigProvider } from 'antd';
import enUS from 'antd/es/locale/en_US';
import zhCN from 'antd/es/locale/zh_CN';
import 'dayjs/locale/zh-cn';
import { StrictMode, useMemo, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { ApiProblem, kept } from './api.ts';
import { markStyles, nonce } from './nonce.ts';
import { PreferencesProvider, useMedia, usePreferences } from './preferences.tsx';
import { newRouter } from './routes.ts';
import { forgetSession } from './session.ts';
import './studio.css';
import { studioTheme } from './theme.ts';

const csp = { nonce };
const button = { autoInsertSpace: false };

/** Lists that open stand inside the landmark or dialog of their field. */
function popupPlace(field?: HTMLElement): HTMLElement {
  // The outer element of a dialog lets presses through; the one within takes them.
  return (
    field?.closest<HTMLElement>('.ant-modal-container, [role="dialog"], main') ?? document.body
  );
}

const router = newRouter();

function noteSignedOut(error: unknown): void {
  if (error instanceof ApiProblem && error.status === 401) forgetSession();
}

function Studio(): ReactNode {
  const { locale, isDark } = usePreferences();
  const isStill = useMedia('(prefers-reduced-motion: reduce)');
  const theme = useMemo(() => studioTheme(isDark, isStill), [isDark, isStill]);
  return (
    <ConfigProvider
      getPopupContainer={popupPlace}
      csp={csp}
      button={button}
      theme={theme}
      locale={locale === 'zh' ? zhCN : enUS}
    >
      <App>
        <RouterProvider router={router} />
      </App>
    </ConfigProvider>
  );
}

markStyles();
kept.getQueryCache().config = { onError: noteSignedOut } satisfies QueryCache['config'];
kept.getMutationCache().config = { onError: noteSignedOut } satisfies MutationCache['config'];
createRoot(document.querySelector('#studio')!).render(
  <StrictMode>
    <QueryClientProvider client={kept}>
      <PreferencesProvider>
        <Studio />
      </PreferencesProvider>
    </QueryClientProvider>
  </StrictMode>,
);
