import {
  AccountBookOutlined,
  AppstoreOutlined,
  AuditOutlined,
  BankOutlined,
  BarChartOutlined,
  CrownOutlined,
  FileDoneOutlined,
  FileImageOutlined,
  FileProtectOutlined,
  FileTextOutlined,
  FireOutlined,
  FundOutlined,
  GiftOutlined,
  IdcardOutlined,
  KeyOutlined,
  PayCircleOutlined,
  PercentageOutlined,
  QuestionCircleOutlined,
  ReadOutlined,
  RiseOutlined,
  RollbackOutlined,
  SafetyOutlined,
  SettingOutlined,
  SolutionOutlined,
  ShoppingOutlined,
  StarOutlined,
  TagsOutlined,
  TeamOutlined,
  ToolOutlined,
  UsergroupAddOutlined,
  WalletOutlined,
} from '@ant-design/icons';
import type { ReactNode } from 'react';
import type { Session } from './session.ts';
import type { sectionWords } from './words.ts';

/** A place of the menu, shown to those who may go there. */
export interface Section {
  readonly path: string;
  readonly name: keyof typeof sectionWords;
  readonly group?: 'create' | 'money' | 'site';
  readonly icon: ReactNode;
  readonly isFor: (session: Session) => boolean;
}

/** The whole menu in its order. */
export const sections: readonly Section[] = [
  {
    path: '/',
    name: 'dashboard',
    icon: <BarChartOutlined />,
    isFor: ({ may }) => may('analytics.read'),
  },
  {
    path: '/works',
    name: 'works',
    group: 'create',
    icon: <ReadOutlined />,
    isFor: ({ may }) => may('work.read'),
  },
  {
    path: '/media',
    name: 'media',
    group: 'create',
    icon: <FileImageOutlined />,
    isFor: ({ may }) => may('media.upload'),
  },
  {
    path: '/question-banks',
    name: 'questionBanks',
    group: 'create',
    icon: <QuestionCircleOutlined />,
    isFor: ({ may, user }) => may('question.keep') && user.roles.includes('creator'),
  },
  {
    path: '/face',
    name: 'face',
    group: 'create',
    icon: <IdcardOutlined />,
    isFor: ({ may, user }) => may('creator.edit') && user.roles.includes('creator'),
  },
  {
    path: '/reviews',
    name: 'reviews',
    group: 'create',
    icon: <FileDoneOutlined />,
    isFor: ({ may }) => may('submission.read'),
  },
  {
    path: '/promotions',
    name: 'promotions',
    group: 'money',
    icon: <FireOutlined />,
    isFor: ({ may }) => may('promotion.manage'),
  },
  {
    path: '/teams',
    name: 'teams',
    group: 'money',
    icon: <UsergroupAddOutlined />,
    isFor: ({ may }) => may('team.read'),
  },
  {
    path: '/coupons',
    name: 'coupons',
    group: 'money',
    icon: <TagsOutlined />,
    isFor: ({ may }) => may('coupon.manage'),
  },
  {
    path: '/orders',
    name: 'orders',
    group: 'money',
    icon: <ShoppingOutlined />,
    isFor: ({ may }) => may('order.read', 'any'),
  },
  {
    path: '/payments',
    name: 'payments',
    group: 'money',
    icon: <BankOutlined />,
    isFor: ({ may }) => may('payment.read', 'any'),
  },
  {
    path: '/refunds',
    name: 'refunds',
    group: 'money',
    icon: <RollbackOutlined />,
    isFor: ({ may }) => may('refund.read', 'any'),
  },
  {
    path: '/fapiao',
    name: 'fapiao',
    group: 'money',
    icon: <FileProtectOutlined />,
    isFor: ({ may }) => may('fapiao.keep', 'any'),
  },
  {
    path: '/earnings',
    name: 'earnings',
    group: 'money',
    icon: <WalletOutlined />,
    isFor: ({ may }) => may('payout.earnings'),
  },
  {
    path: '/payouts',
    name: 'payouts',
    group: 'money',
    icon: <PayCircleOutlined />,
    isFor: ({ may }) => may('payout.read'),
  },
  {
    path: '/statements',
    name: 'statements',
    group: 'money',
    icon: <FileTextOutlined />,
    isFor: ({ may }) => may('statement.list', 'any'),
  },
  {
    path: '/book',
    name: 'book',
    group: 'money',
    icon: <FundOutlined />,
    isFor: ({ may }) => may('ledger.read', 'any'),
  },
  {
    path: '/commission',
    name: 'commission',
    group: 'money',
    icon: <PercentageOutlined />,
    isFor: ({ may }) => may('commission.list', 'any'),
  },
  {
    path: '/ledger',
    name: 'ledger',
    group: 'money',
    icon: <AccountBookOutlined />,
    isFor: ({ may }) => may('ledger.read', 'any'),
  },
  {
    path: '/users',
    name: 'users',
    group: 'site',
    icon: <TeamOutlined />,
    isFor: ({ may }) => may('identity.list', 'any'),
  },
  {
    path: '/entitlements',
    name: 'entitlements',
    group: 'site',
    icon: <KeyOutlined />,
    isFor: ({ may }) => may('entitlement.read', 'any'),
  },
  {
    path: '/tiers',
    name: 'tiers',
    group: 'site',
    icon: <CrownOutlined />,
    isFor: ({ may }) => may('tier.edit', 'any'),
  },
  {
    path: '/members',
    name: 'members',
    group: 'site',
    icon: <SolutionOutlined />,
    isFor: ({ may }) => may('membership.list', 'any'),
  },
  {
    path: '/growth',
    name: 'growth',
    group: 'site',
    icon: <RiseOutlined />,
    isFor: ({ may }) => may('growth.list', 'any'),
  },
  {
    path: '/points',
    name: 'points',
    group: 'site',
    icon: <StarOutlined />,
    isFor: ({ may }) => may('points.list', 'any'),
  },
  {
    path: '/codes',
    name: 'codes',
    group: 'site',
    icon: <GiftOutlined />,
    isFor: ({ may }) => may('redemption.read', 'any'),
  },
  {
    path: '/categories',
    name: 'categories',
    group: 'site',
    icon: <AppstoreOutlined />,
    isFor: ({ may }) => may('category.edit', 'any'),
  },
  {
    path: '/words',
    name: 'words',
    group: 'site',
    icon: <SafetyOutlined />,
    isFor: ({ may }) => may('sensitive-word.read', 'any'),
  },
  {
    path: '/gateways',
    name: 'gateways',
    group: 'site',
    icon: <PayCircleOutlined />,
    isFor: ({ may }) => may('settings.read', 'any'),
  },
  {
    path: '/settings',
    name: 'settings',
    group: 'site',
    icon: <SettingOutlined />,
    isFor: ({ may }) => may('settings.read', 'any'),
  },
  {
    path: '/jobs',
    name: 'jobs',
    group: 'site',
    icon: <ToolOutlined />,
    isFor: ({ may }) => may('job.read', 'any'),
  },
  {
    path: '/audit',
    name: 'audit',
    group: 'site',
    icon: <AuditOutlined />,
    isFor: ({ may }) => may('audit.read', 'any'),
  },
];

/** What of the menu is for this person. */
export function sectionsFor(session: Session): readonly Section[] {
  return sections.filter(({ isFor }) => isFor(session));
}
