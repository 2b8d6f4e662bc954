export function isForBrowsers(path: string): boolean;
export function wayToServer(root: string, file: string): string[] | undefined;
export function fileOf(root: string, from: string, specifier: string): string | undefined;
export function resolveFrom(root: string, file: string, specifier: string): string | undefined;
