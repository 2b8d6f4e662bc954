const units = ['B', 'kB', 'MB', 'GB', 'TB'];

/** `12.4 MB`: a size in bytes as people read it, in thousands. */
export function saySize(bytes: number): string {
  const step = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(bytes, 1)) / 3));
  const value = bytes / 1000 ** step;
  return `${step === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[step]}`;
}
