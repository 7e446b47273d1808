/** The marker: two people. */

const SVG = 'http://www.w3.org/2000/svg';

export const COLOR = '#0b6e6e';

/** Two heads and two pairs of shoulders in a box of 24 by 24. */
export const PEOPLE =
  'M8.4 4.2a3.4 3.4 0 1 1 0 6.8 3.4 3.4 0 0 1 0-6.8zM1.8 19.6v-.9c0-3.4 3-5.7 6.6-5.7s6.6 2.3 6.6 5.7v.9z' +
  'M16.4 6a2.8 2.8 0 1 1 0 5.6 2.8 2.8 0 0 1 0-5.6zM16.8 19.6h5.4v-.8c0-2.9-2.5-5-5.6-5-.7 0-1.4.1-2 .3a7 7 0 0 1 2.2 5.5z';

/** Make an element of SVG. */
export function svg(name, attributes, ...children) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  made.append(...children);
  return made;
}

/** Make the marker, `size` wide and high, with its top left corner at `x`, `y`. */
export function people(x, y, size) {
  const transform = `translate(${x} ${y}) scale(${size / 24})`;
  return svg('path', { class: 'social-people', d: PEOPLE, fill: COLOR, transform });
}

/** The marker for menus, as HTML. */
export function icon(size) {
  return `<svg viewBox="0 0 24 24" width="${size}" height="${size}" aria-hidden="true"><path fill="${COLOR}" d="${PEOPLE}"/></svg>`;
}
