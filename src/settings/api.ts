import { apiRoute, type Route } from '#platform/http/route.ts';
import { mayChangeSettings, mayReadSettings } from './policy.ts';
import { SettingsPatch, SiteSettings } from './schema.ts';
import { changeSettings, getSiteSettings } from './service.ts';

/** The operator's settings over HTTP. */
export const settingsApi: readonly Route[] = [
  apiRoute({
    method: 'GET',
    path: '/settings',
    may: mayReadSettings,
    summary: { zh: '站点设置', en: 'Settings of the site' },
    answer: SiteSettings,
    run: (ctx) => getSiteSettings(ctx),
  }),
  apiRoute({
    method: 'PATCH',
    path: '/settings',
    may: mayChangeSettings,
    summary: { zh: '修改站点设置', en: 'Change settings of the site' },
    body: SettingsPatch,
    answer: SiteSettings,
    run: (ctx, { body }) => changeSettings(ctx, body),
  }),
];
