import { DesktopOutlined, MoonOutlined, SunOutlined } from '@ant-design/icons';
import { Button, Dropdown } from 'antd';
import type { ReactNode } from 'react';
import { refresh } from './api.ts';
import { languageTag, type Locale } from '#kernel/locale.ts';
import { themeChoices, usePreferences, useWords, type ThemeChoice } from './preferences.tsx';
import { shellWords } from './words.ts';

/** Goes over to the other language, named in itself. */
export function LanguageSwitch(): ReactNode {
  const { locale, setLocale } = usePreferences();
  const other: Locale = locale === 'zh' ? 'en' : 'zh';
  return (
    <Button
      type="text"
      lang={languageTag[other]}
      onClick={() => {
        setLocale(other);
        // The API answers in the reader's language.
        void refresh('/');
      }}
    >
      {shellWords.language[locale]}
    </Button>
  );
}

const themeIcons: Readonly<Record<ThemeChoice, ReactNode>> = {
  auto: <DesktopOutlined />,
  light: <SunOutlined />,
  dark: <MoonOutlined />,
};

/** Light, dark, or as the system has it. */
export function ThemeSwitch(): ReactNode {
  const { theme, setTheme } = usePreferences();
  const words = useWords(shellWords);
  const items = themeChoices.map((key) => ({ key, icon: themeIcons[key], label: words[key] }));
  const choose = ({ key }: { key: string }) => {
    const choice = themeChoices.find((known) => known === key);
    if (choice) setTheme(choice);
  };
  return (
    <Dropdown
      menu={{ items, selectable: true, selectedKeys: [theme], onClick: choose }}
      trigger={['click']}
    >
      <Button type="text" icon={themeIcons[theme]} aria-label={`${words.theme}: ${words[theme]}`} />
    </Dropdown>
  );
}
