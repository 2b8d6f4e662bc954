import type { ReactNode } from 'react';

const drawings = {
  // An empty shelf with one leaning book.
  shelf: (
    <>
      <path d="M18 112h164M26 112v14M174 112v14" />
      <path d="M42 112V56h16v56M58 64h12v48M132 112l14-54 13 4-13 50" />
      <path d="M46 68h8M46 74h8" className="empty-accent" />
      <path d="M84 112c0-16 20-16 20 0" strokeDasharray="2 5" />
    </>
  ),
  // A lens over a page of lines.
  search: (
    <>
      <path d="M52 24h72v30M52 24v92h44M66 44h44M66 58h26M66 72h16" />
      <circle cx="122" cy="86" r="26" className="empty-accent" />
      <path d="m141 105 20 20" className="empty-accent" />
    </>
  ),
  // A path that ends before a moon gate.
  lost: (
    <>
      <path d="M20 122h46M134 122h46M66 122a40 40 0 1 1 68 0" />
      <path d="M74 118a31 31 0 1 1 52 0" />
      <path
        d="M84 122c4-14 30-10 22-26-6-10-16-6-12-16"
        className="empty-accent"
        strokeDasharray="3 6"
      />
      <path d="M152 122c0-22 4-34 14-44M156 100c8 0 14-4 18-10" />
    </>
  ),
  // A broken string of beads: something gave way.
  broken: (
    <>
      <path d="M24 84c18-30 40-36 62-24M114 92c22 14 44 8 62-22" />
      <circle cx="94" cy="66" r="7" className="empty-accent" />
      <circle cx="104" cy="112" r="7" className="empty-accent" />
      <circle cx="38" cy="68" r="7" />
      <circle cx="62" cy="57" r="7" />
      <circle cx="138" cy="98" r="7" />
      <circle cx="162" cy="86" r="7" />
      <path d="M60 128h80" />
    </>
  ),
} as const;

interface EmptyStateProps {
  readonly title: string;
  readonly art?: keyof typeof drawings | undefined;
  readonly text?: string | undefined;
  readonly actions?: ReactNode;
  /** 1 when it is the whole page, such as "not found". */
  readonly level?: 1 | 2 | undefined;
}

/** Nothing here, said kindly, with what to do next. */
export function EmptyState({
  title,
  art = 'shelf',
  text,
  actions,
  level = 2,
}: EmptyStateProps): ReactNode {
  const Title = `h${level}` as const;
  return (
    <div className="empty-state">
      <svg
        className="empty-art"
        viewBox="0 0 200 140"
        fill="none"
        stroke="currentColor"
        strokeWidth="2"
        strokeLinecap="round"
        strokeLinejoin="round"
        aria-hidden="true"
      >
        {drawings[art]}
      </svg>
      <Title>{title}</Title>
      {text && <p className="empty-text">{text}</p>}
      {actions && <div className="cluster">{actions}</div>}
    </div>
  );
}
