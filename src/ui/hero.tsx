import type { ReactNode } from 'react';

interface HeroProps {
  readonly title: string;
  readonly eyebrow?: string | undefined;
  readonly text?: string | undefined;
  readonly actions?: ReactNode;
  /** What stands beside the words on a wide screen. */
  readonly children?: ReactNode;
}

/** The opening of a front page. */
export function Hero({ title, eyebrow, text, actions, children }: HeroProps): ReactNode {
  return (
    <section className="hero">
      <div className="wrap hero-inner">
        <div>
          {eyebrow && <p className="hero-eyebrow">{eyebrow}</p>}
          <h1 className="hero-title">{title}</h1>
          {text && <p className="lead">{text}</p>}
          {actions && <div className="cluster">{actions}</div>}
        </div>
        {children}
      </div>
    </section>
  );
}
