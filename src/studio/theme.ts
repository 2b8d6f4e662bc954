import { theme, type ThemeConfig } from 'antd';
import { dark, light, type Palette } from './colours.ts';

const sans =
  "system-ui, 'PingFang SC', 'Hiragino Sans GB', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Noto Sans SC', sans-serif";

/** Ant Design in paper, ink and cinnabar; every text pair holds WCAG AA. `isStill`: nothing slides or grows. */
export function studioTheme(isDark: boolean, isStill: boolean): ThemeConfig {
  const c = isDark ? dark : light;
  return {
    algorithm: isDark ? theme.darkAlgorithm : theme.defaultAlgorithm,
    token: {
      colorPrimary: c.accentFill,
      colorLink: c.accent,
      colorLinkHover: c.accent,
      colorLinkActive: c.accent,
      colorInfo: c.info,
      colorSuccess: c.success,
      colorWarning: c.warning,
      colorError: c.error,
      colorInfoBg: c.infoWash,
      colorInfoBorder: c.info,
      colorSuccessBg: c.successWash,
      colorSuccessBorder: c.success,
      colorWarningBg: c.warningWash,
      colorWarningBorder: c.warning,
      colorErrorBg: c.errorWash,
      colorErrorBorder: c.error,
      colorText: c.ink,
      colorTextHeading: c.ink,
      colorTextSecondary: c.inkSoft,
      colorTextTertiary: c.inkFaint,
      colorTextDescription: c.inkFaint,
      colorTextPlaceholder: c.inkFaint,
      colorTextQuaternary: c.inkFaint,
      colorIcon: c.inkFaint,
      colorBgLayout: c.paper,
      colorBgContainer: c.surface,
      colorBgElevated: c.surface,
      colorBorder: c.ruleStrong,
      colorBorderSecondary: c.rule,
      colorSplit: c.rule,
      fontFamily: sans,
      fontSize: 14,
      borderRadius: 6,
      controlHeight: 36,
      motion: !isStill,
      motionDurationMid: '0.12s',
      motionDurationSlow: '0.18s',
    },
    components: componentsOf(c, isDark),
  };
}

function componentsOf(c: Palette, isDark: boolean): NonNullable<ThemeConfig['components']> {
  return {
    Layout: {
      siderBg: c.surface,
      headerBg: c.surface,
      bodyBg: c.paper,
      headerPadding: '0 16px',
      headerHeight: 56,
    },
    Menu: {
      itemSelectedBg: c.accentWash,
      itemSelectedColor: c.accent,
      itemBg: 'transparent',
      groupTitleColor: c.inkFaint,
      activeBarBorderWidth: 0,
      itemHeight: 38,
    },
    Table: { headerBg: c.sunken, headerColor: c.inkSoft, rowHoverBg: c.sunken },
    Tabs: { itemSelectedColor: c.accent, itemHoverColor: c.accent, inkBarColor: c.accent },
    Button: {
      primaryShadow: 'none',
      defaultShadow: 'none',
      dangerShadow: 'none',
      defaultHoverColor: c.accent,
      defaultHoverBorderColor: c.accent,
      defaultActiveColor: c.accent,
      defaultActiveBorderColor: c.accent,
      dangerColor: isDark ? c.paper : c.surface,
    },
    Segmented: { trackBg: c.sunken, itemSelectedColor: c.ink, itemColor: c.inkSoft },
  };
}
