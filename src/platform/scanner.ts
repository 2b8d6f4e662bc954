import type { Readable } from 'node:stream';
import { refuser } from '#kernel/refusal.ts';

/** What was found in a file: nothing, a thing with a name, or that it is larger than is looked through. */
export type Finding = 'clean' | 'too_large' | { readonly malware: string };

/** Looks through files for what would harm those who open them. */
export interface Scanner {
  /** @throws Refusal scanner.unavailable when no answer could be had; the content is read to its end or destroyed */
  scan(content: Readable): Promise<Finding>;
}

export const scannerWords = {
  'scanner.malware': {
    status: 422,
    zh: '这个文件里查出了恶意程序（{name}），没有收下。请在自己的电脑上查毒后再传',
    en: 'Malware was found in this file ({name}), so it was not taken. Please check your machine, then try again.',
  },
  'scanner.too_large': {
    status: 413,
    zh: '文件太大，查毒程序看不完，没有收下。请拆成几个，或请站点放宽查毒的上限',
    en: 'The file is too large to be checked for malware, so it was not taken. Split it, or ask the site for a higher limit.',
  },
  'scanner.unavailable': {
    status: 503,
    zh: '查毒程序现在没有回应。文件已经传到，请几分钟后再试',
    en: 'The check for malware does not answer just now. The file has arrived: please try again in a few minutes.',
  },
} as const;

export const refuseScan = refuser(scannerWords);
