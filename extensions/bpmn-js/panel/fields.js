/** What a panel asks: the grammar of the element in words. A test holds it equal to the descriptor. */

const DURATION = 'working time: PT4H, P3D, P1DT30M';

export const FIELDS = {
  socialize: [
    field('question', 'Question', 'The wording that whoever is stuck starts from, or = and an expression.', { lines: 2 }),
    field('answer', 'Answer goes into', 'The name of a variable of the task.', { placeholder: 'socialize' }),
    field('trigger', 'Started by', 'A person, the clock, or either.', { choices: ['manual', 'timer', 'both'] }),
    field('after', 'Offer help after', 'PT4H, PT4H working, R3/PT4H, or = and an expression.', { placeholder: 'never' }),
    field('ladder', 'Ladder', "The name of one of the service's ladders. Rings written here replace it.", { placeholder: 'default' }),
  ],
  ring: [
    field('name', 'Name', 'How shares and posts call it.'),
    field('step', 'Step', 'Whom the asker knows, or whom they do not.', { choices: ['colleagues', 'community'] }),
    field('who', 'Who', 'Words such as owners, manager, group:NAME, skill:NAME. The first that names somebody counts.', { suggest: 'who' }),
    field('wait', 'Wait', `How long it lasts before the next ring; ${DURATION}.`),
    field('most', 'At most', 'How many people come in through it.'),
    field('batch', 'At a time', 'How many are asked by name at once, or all to inform everybody.'),
    field('patience', 'Patience', `How long one asked person has; ${DURATION}.`),
    field('widen', 'Going into it', 'By itself, when the asker consents, or only when they act.', { choices: ['auto', 'propose', 'manual'] }),
    field('open', 'Listed', 'Whether whoever could be asked sees it and may join.', { choices: ['true', 'false'] }),
    field('asker', 'Asker shown', 'By name, or by role: "somebody in Accounting".', { choices: ['named', 'role'] }),
  ],
  share: [
    field('variable', 'Variable', "One variable of the task's data."),
    field('with', 'Up to ring', 'The outermost ring that sees it.', { suggest: 'rings', placeholder: 'the first asked ring' }),
    field('as', 'Shown', 'As it is, only that there is one, or the step that a number lies in.', { choices: ['is', 'masked', 'band'], placeholder: 'is' }),
  ],
  exclude: [
    field('who', 'Who', 'task:ELEMENT_ID (four eyes), other-instances, group:NAME, person:ID, role:ROLE.', { suggest: 'excluded' }),
  ],
};

/** The lists in the element: what they are called, what one of them is, and what is said where there is none. */
export const SECTIONS = [
  { list: 'rings', name: 'ring', title: 'Rings', add: 'Add a ring' },
  { list: 'shares', name: 'share', title: 'What others see of the task', add: 'Share a variable', none: 'Nothing. No data of the task leaves the engine.' },
  { list: 'excludes', name: 'exclude', title: 'Who is never asked', add: 'Exclude somebody', none: "Only the task's excluded owners." },
];

export const REQUIRED = { socialize: [], ring: ['name', 'step'], share: ['variable'], exclude: ['who'] };

/** The rings of the default ladder, by the names that give them all their defaults. */
export const DEFAULT_LADDER = [
  { name: 'participants', step: 'colleagues' },
  { name: 'coworkers', step: 'colleagues' },
  { name: 'network', step: 'community' },
];

export const POOLS = [
  ...['owners', 'initiator', 'stakeholders', 'administrators', 'lane', 'case', 'worked-with', 'same-group', 'manager'],
  ...['did-this-task', 'experts', 'group:', 'skill:', 'community:', 'person:'],
];

function field(name, label, hint, more = {}) {
  return { name, label, hint, ...more };
}

/**
 * Return the text that an attribute means where it is left out, for placeholders.
 *
 * @param withDefaults the lint plugin's, which knows the defaults of rings
 */
export function meant(name, { name: attribute, placeholder }, attributes, withDefaults) {
  if (name === 'socialize' && attribute === 'trigger') return attributes.after ? 'both' : 'manual';
  if (name !== 'ring') return placeholder || '';
  const all = withDefaults(attributes);
  const others = { patience: 'half the wait', open: 'false', asker: 'named' };
  return all[attribute] || others[attribute] || '';
}

/** Return a name for a new ring, and its step: the next of the default ladder that is not there, else a number. */
export function nextRing(rings) {
  const names = rings.map(({ name }) => name);
  const isOut = rings.some(({ step }) => step === 'community');
  const free = DEFAULT_LADDER.find(({ name, step }) => !names.includes(name) && !(isOut && step === 'colleagues'));
  if (free) return free;
  const number = [...names.keys(), names.length, names.length + 1].find((each) => each > 0 && !names.includes(`ring_${each}`));
  return { name: `ring_${number}`, step: isOut ? 'community' : 'colleagues' };
}
