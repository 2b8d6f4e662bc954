// The colours of src/ui/tokens.css as numbers, because the component library computes shades from them.
/** Xuan paper. */
export const light = {
  paper: '#faf9f6',
  surface: '#ffffff',
  sunken: '#f1f0eb',
  ink: '#1a1c1e',
  inkSoft: '#4c5155',
  inkFaint: '#666b6f',
  rule: '#e3e1da',
  ruleStrong: '#85898b',
  accent: '#ad3220',
  accentFill: '#b03521',
  accentFillHover: '#93291a',
  accentWash: '#f8e9e4',
  info: '#2a5680',
  infoWash: '#e7eef5',
  successWash: '#e5f0ea',
  warningWash: '#f8efdb',
  errorWash: '#f9e6ea',
  success: '#2a664c',
  warning: '#7c5200',
  error: '#a81c3d',
} as const;
/** Ink stone. */
export const dark: Palette = {
  paper: '#141618',
  surface: '#1c1f22',
  sunken: '#0f1113',
  ink: '#e9e8e3',
  inkSoft: '#b9b9b4',
  inkFaint: '#979894',
  rule: '#2d3135',
  ruleStrong: '#74787b',
  accent: '#f08b74',
  accentFill: '#c5432d',
  accentFillHover: '#b43a26',
  accentWash: '#33211d',
  info: '#93bbe4',
  infoWash: '#1b2733',
  successWash: '#182a22',
  warningWash: '#2c2413',
  errorWash: '#351c22',
  success: '#85c7a6',
  warning: '#e2b562',
  error: '#ff95a3',
};

/** The colours of one theme. */
export type Palette = Readonly<Record<keyof typeof light, string>>;
