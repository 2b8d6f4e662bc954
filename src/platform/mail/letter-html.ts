import { languageTag } from '#kernel/locale.ts';
import { escapeHtml } from '#kernel/text.ts';
import type { Message } from '../mail.ts';

const font =
  "font:16px/1.7 system-ui,-apple-system,'Segoe UI','PingFang SC','Microsoft YaHei',sans-serif";

/** A letter as simple HTML: its paragraphs, links that can be clicked, and a code that can be read from afar. */
export function letterHtml({
  locale,
  subject,
  body,
}: Pick<Message, 'locale' | 'subject' | 'body'>) {
  const paragraphs = body.split(/\n{2,}/).map((text) => `<p>${markUp(text)}</p>`);
  return `<!doctype html>
<html lang="${languageTag[locale]}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>${escapeHtml(subject)}</title></head>
<body style="margin:0;padding:24px;${font}"><div style="max-width:34em;margin:0 auto">
${paragraphs.join('\n')}
</div></body>
</html>
`;
}

const addressOrCode = /(https?:\/\/[^\s<>"]+)|(?<!\d)\d{6}(?!\d)/g;

function markUp(text: string): string {
  return escapeHtml(text)
    .replaceAll(addressOrCode, (found, address: string | undefined) =>
      address
        ? `<a href="${address}">${address}</a>`
        : `<strong style="font-size:1.5em;letter-spacing:.12em">${found}</strong>`,
    )
    .replaceAll('\n', '<br>');
}
