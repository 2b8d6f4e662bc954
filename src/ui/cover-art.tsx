import type { ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';

/** Eight small landscapes and lattices in one colour, drawn on a 320 × 240 field. */
const motifs: readonly (() => ReactNode)[] = [
  // Moon over hills.
  () => (
    <>
      <circle cx="228" cy="78" r="34" fill="currentColor" opacity=".85" />
      <path
        d="M0 176C60 130 104 150 150 168s110-48 170-18v90H0Z"
        fill="currentColor"
        opacity=".22"
      />
      <path d="M0 206c70-34 120-10 176-8s96-26 144-10v52H0Z" fill="currentColor" opacity=".34" />
    </>
  ),
  // Ripples from a stone.
  () => (
    <g fill="none" stroke="currentColor" strokeWidth="1.5" opacity=".7">
      {[18, 40, 64, 90, 118, 148, 180].map((r) => (
        <ellipse key={r} cx="220" cy="150" rx={r} ry={r * 0.62} opacity={1.1 - r / 200} />
      ))}
      <circle cx="220" cy="150" r="5" fill="currentColor" />
    </g>
  ),
  // Bamboo.
  () => (
    <g fill="none" stroke="currentColor" strokeWidth="7" opacity=".6">
      <path d="M196 240V150m0-6V56m0-6V0M236 240V190m0-6V98m0-6V0M276 240v-74m0-6V40m0-6V0" />
      <path
        d="M198 92c26-8 34-26 52-30M234 140c-22-4-30-20-52-22M278 84c12-2 24-16 42-18"
        strokeWidth="3"
      />
    </g>
  ),
  // Cracked-ice lattice.
  () => (
    <path
      d="M110 0l36 62-46 70 66 34-20 74M146 62l84-30 44 56-50 46-124-2M230 32 244 0M274 88l46-20M224 134l12 66 84 8M166 166l70 34-12 40M274 88l46 66"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      opacity=".6"
    />
  ),
  // Waves.
  () => (
    <g fill="none" stroke="currentColor" strokeWidth="1.5" opacity=".6">
      {[0, 1, 2, 3, 4].map((row) => (
        <path
          key={row}
          d={`M${-40 + (row % 2) * 40} ${132 + row * 26}${'q40-52 80 0'.repeat(5)}M${-24 + (row % 2) * 40} ${132 + row * 26}${'q24-32 48 0m32 0'.repeat(5)}`}
        />
      ))}
      <circle cx="240" cy="62" r="22" fill="currentColor" stroke="none" />
    </g>
  ),
  // A moon gate.
  () => (
    <g fill="none" stroke="currentColor" opacity=".7">
      <circle cx="222" cy="120" r="78" strokeWidth="2" />
      <circle cx="222" cy="120" r="68" strokeWidth="1" />
      <path d="M160 148c30-20 44 4 66-6s34-22 58-8" strokeWidth="1.5" />
      <path
        d="M222 186c-2-34 6-58 22-78m-14 30c8-2 18-12 20-22m-14 6c-10-4-14-14-12-26"
        strokeWidth="2"
      />
    </g>
  ),
  // Open pages.
  () => (
    <g fill="none" stroke="currentColor" strokeWidth="1.5" opacity=".7">
      {[0, 12, 24, 36, 48, 60].map((lift) => (
        <path
          key={lift}
          d={`M216 ${196 - lift * 0.3}c-30-${18 + lift} -66-${14 + lift} -96-${4 + lift}M216 ${196 - lift * 0.3}c30-${18 + lift} 66-${14 + lift} 96-${4 + lift}`}
        />
      ))}
      <path d="M216 196v-18" />
    </g>
  ),
  // Sun behind a screen of bars.
  () => (
    <>
      <circle cx="226" cy="112" r="58" fill="currentColor" opacity=".55" />
      <path
        d="M130 78h190M130 96h190M130 116h190M130 138h190M130 162h190"
        stroke="var(--cloth)"
        strokeWidth="7"
      />
    </>
  ),
];

const drawn: string[] = [];

/** A motif as markup: it never changes, and a page may show forty of them. */
function draw(index: number): string {
  return (drawn[index] ??= renderToStaticMarkup(motifs[index]?.()));
}

/** The drawing for `seed`, the same one every time; meant to lie on a cover's cloth. */
export function CoverArt({ seed }: { readonly seed: number }): ReactNode {
  return (
    <svg
      className="cover-art"
      viewBox="0 0 320 240"
      preserveAspectRatio="xMaxYMid slice"
      aria-hidden="true"
      dangerouslySetInnerHTML={{ __html: draw(seed % motifs.length) }}
    />
  );
}
