/** What the designer said at a task: `<social:socialize>` as the hooks want it, as `settings`. */

import { readFileSync } from 'node:fs';

/** Tells bpmn-engine's parser of the element, so that it is found whatever its prefix is, with its types. */
export const moddleOptions = {
  social: JSON.parse(readFileSync(new URL('../../extensions/schema/social.json', import.meta.url), 'utf8')),
};

/** Return the settings of an activity of bpmn-engine; undefined if there is no element on it. */
export function settingsOf(activity) {
  const found = activity.behaviour.extensionElements?.values.find(({ $type }) => $type === 'social:Socialize');
  if (!found) return undefined;
  const { rings = [], shares = [], excludes = [], ...attributes } = plain(found);
  return { ...attributes, rings: rings.map(ringOf), shares: shares.map(plain), excludes: excludes.map(plain) };
}

function plain({ $type, ...attributes }) {
  return attributes;
}

/** In XML everything is text: `who` is words with spaces between them, `batch` a number or `all`. */
function ringOf(ring) {
  const { who, batch, most, open, ...attributes } = plain(ring);
  return {
    ...attributes,
    ...(who && { who: who.trim().split(/\s+/) }),
    ...(batch && { batch: batch === 'all' ? batch : Number(batch) }),
    ...(most && { most: Number(most) }),
    ...(open && { open: open === 'true' }),
  };
}
