import type { ReactNode } from 'react';
import type { Locale } from '#kernel/locale.ts';
import type { Account } from '../account-menu.tsx';
import type { Assets } from '../assets.ts';
import { Page } from '../page.tsx';
import { SiteFooter } from '../site-footer.tsx';
import { type NavLink, SiteHeader } from '../site-header.tsx';

/** What a sample page is made with. */
export interface Sample {
  readonly locale: Locale;
  readonly assets: Assets;
  /** The text in the page's language. */
  readonly t: (zh: string, en: string) => string;
}

interface FrameProps {
  readonly sample: Sample;
  readonly title: string;
  readonly children: ReactNode;
  readonly signedIn?: boolean;
  readonly section?: string;
}

/** A sample page in the frame of a sample site. */
export function Frame({ sample, title, children, signedIn, section }: FrameProps): ReactNode {
  const { locale, assets, t } = sample;
  const brand = { href: '/', name: t('知止书院', 'Zhizhi Academy'), seal: '知' };
  return (
    <Page
      locale={locale}
      assets={assets}
      meta={{
        title,
        siteName: brand.name,
        jsonLd: { '@context': 'https://schema.org', name: title },
      }}
      header={
        <SiteHeader
          locale={locale}
          brand={brand}
          nav={navigation(t, section)}
          account={signedIn ? person(t) : visitor(t)}
          search={{
            action: '/search',
            suggestions: '/api/v1/search/suggestions',
            placeholder: t('搜索课程、专栏、老师', 'Courses, series, people'),
          }}
          otherLanguage={
            locale === 'zh'
              ? { lang: 'en', label: 'English', href: '/en' }
              : { lang: 'zh-CN', label: '中文', href: '/' }
          }
        />
      }
      footer={
        <SiteFooter
          brand={brand}
          motto={t('学而有所止，止于至善。', 'Learn what matters. Rest in what is good.')}
          {...footer(t)}
        />
      }
    >
      {children}
    </Page>
  );
}

function navigation(t: Sample['t'], section?: string): readonly NavLink[] {
  const link = (href: string, label: string) => ({ href, label, current: href === section });
  return [
    link('/courses', t('课程', 'Courses')),
    link('/series', t('专栏', 'Series')),
    link('/camps', t('训练营', 'Camps')),
    link('/community', t('社区', 'Community')),
  ];
}

function visitor(t: Sample['t']): Account {
  return {
    kind: 'visitor',
    links: [
      { href: '/login', label: t('登录', 'Log in') },
      { href: '/register', label: t('注册', 'Join') },
    ],
  };
}

function person(t: Sample['t']): Account {
  return {
    kind: 'user',
    name: t('林小满', 'Lin Xiaoman'),
    links: [
      { href: '/learning', label: t('我的学习', 'My learning') },
      { href: '/orders', label: t('我的订单', 'My orders') },
      { href: '/settings', label: t('设置', 'Settings') },
    ],
  };
}

function footer(t: Sample['t']) {
  const column = (title: string, labels: readonly string[]) => ({
    title,
    links: labels.map((label) => ({ href: `/${encodeURIComponent(label)}`, label })),
  });
  return {
    columns: [
      column(t('学习', 'Learn'), [
        t('全部课程', 'All courses'),
        t('专栏', 'Series'),
        t('训练营', 'Camps'),
      ]),
      column(t('创作', 'Create'), [
        t('成为讲师', 'Teach here'),
        t('创作指南', 'Guide for creators'),
      ]),
      column(t('关于', 'About'), [
        t('关于我们', 'About us'),
        t('服务条款', 'Terms'),
        t('隐私政策', 'Privacy'),
      ]),
    ],
    legal: [`© 2026 ${t('知止书院', 'Zhizhi Academy')}`, t('京 ICP 备 00000000 号', 'Beijing')],
  };
}
