/** Seconds as a player shows them: `4:05`, or `1:04:05`. */
export function clock(sec: number): string {
  const whole = Math.max(0, Math.floor(sec));
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const tail = String(s).padStart(2, '0');
  return h ? `${h}:${String(m).padStart(2, '0')}:${tail}` : `${m}:${tail}`;
}
