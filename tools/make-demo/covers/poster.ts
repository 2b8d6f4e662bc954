/* oxlint-disable max-params -- geometry reads best as plain coordinates */
import { circle, el, rect, svg } from '../svg.ts';

/** What every poster shares: the format, a soft ground, a disc of sun or moon, a vermilion seal. */

export const WIDTH = 1280;
export const HEIGHT = 720;
export const VERMILION = '#c8452d';
export const RICE = '#f4ead6';
export const SOOT = '#1d2529';

/** A vertical or slanted blend of colours, to be used as `url(#name)`. */
export function blend(id: string, colors: readonly string[], slant = 0): string {
  const stops = colors.map((color, i) =>
    el('stop', { offset: i / (colors.length - 1), 'stop-color': color }),
  );
  return el('linearGradient', { id, x1: 0, y1: 0, x2: slant, y2: 1 }, stops.join(''));
}

/** A small seal: a square within a square, like a carved courtyard. */
export function seal(x: number, y: number, size = 44): string {
  const inset = (share: number, fill: string, rx: number): string =>
    rect(x + share * size, y + share * size, (1 - 2 * share) * size, (1 - 2 * share) * size, fill, {
      rx,
    });
  return (
    inset(0, VERMILION, 6) + inset(0.2, RICE, 3) + inset(0.29, VERMILION, 2) + inset(0.43, RICE, 1)
  );
}

/** A ridge of hills through the given points, filled to the lower edge. */
export function ridge(
  points: readonly (readonly [number, number])[],
  fill: string,
  opacity = 1,
): string {
  const [first, ...rest] = points;
  if (!first) return '';
  let path = `M0 ${HEIGHT}L${first[0]} ${first[1]}`;
  let [px, py] = first;
  for (const [x, y] of rest) {
    const half = (px + x) / 2;
    path += `C${half} ${py} ${half} ${y} ${x} ${y}`;
    [px, py] = [x, y];
  }
  return el('path', { d: `${path}L${WIDTH} ${HEIGHT}Z`, fill, opacity });
}

export const disc = (x: number, y: number, r: number, fill: string, opacity = 1): string =>
  circle(x, y, r, fill, { opacity });

export function poster(ground: readonly string[], inside: string, defs = ''): string {
  return svg(
    WIDTH,
    HEIGHT,
    el('defs', {}, blend('ground', ground) + defs) +
      rect(0, 0, WIDTH, HEIGHT, 'url(#ground)') +
      inside,
  );
}
