import { randomBytes } from 'node:crypto';
import { escapeHtml } from '#kernel/text.ts';
import { contentPolicyWithNonce } from '#platform/http/security.ts';
import { rawRoute, type Route } from '#platform/http/route.ts';
import { permission } from '#platform/policy.ts';
import type { Assets } from '#ui/assets.ts';

/** Everybody may fetch the studio's shell, which holds nothing: it signs people in, and the API decides what they see. */
const mayOpenStudio = permission('studio.open', { visitor: 'any' });

/** The studio app at `/studio` and everything below it: one empty document with a policy of its own. */
export function studioRoutes(assets: () => Assets): readonly Route[] {
  return ['/studio', '/studio/*'].map((path) =>
    rawRoute({ method: 'GET', path, may: mayOpenStudio, run: async () => sendShell(assets()) }),
  );
}

function sendShell(assets: Assets): Response {
  const nonce = randomBytes(16).toString('base64');
  return new Response(shell(assets, nonce), {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'private, no-store',
      'content-security-policy': contentPolicyWithNonce(nonce),
      'x-robots-tag': 'noindex',
    },
  });
}

function shell(assets: Assets, nonce: string): string {
  const island = assets.island('studio');
  if (!island) throw new Error('the client build has no studio: run tools/build-client.ts');
  const theme = assets.script('theme');
  const links = [
    ...island.css.map((href) => `<link rel="stylesheet" href="${escapeHtml(href)}">`),
    ...island.preloads.map((href) => `<link rel="modulepreload" href="${escapeHtml(href)}">`),
  ];
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="csp-nonce" content="${nonce}">
<meta name="robots" content="noindex">
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
${theme ? `<script src="${escapeHtml(theme)}"></script>` : ''}
${links.join('\n')}
<script type="module" src="${escapeHtml(island.src)}"></script>
</head>
<body>
<div id="studio"></div>
<noscript>工作台需要开启 JavaScript。 The studio needs JavaScript.</noscript>
</body>
</html>
`;
}
