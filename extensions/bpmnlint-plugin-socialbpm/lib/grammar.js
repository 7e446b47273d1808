/** What an element says by itself: every attribute, value and child is one that is known, and they go together. */

const { rings: NAMED } = require('socialbpm-schema/defaults.json');

const { rule } = require('./diagram');
const { extensions, plain } = require('./ours');
const values = require('./values');

/** Make the rule that tells the faults with this code, of every element wherever it stands. */
function grammar(code) {
  return rule((diagram, report) => {
    const found = [
      ...diagram.hosts.flatMap((host) => told(host, 'socialize', socialize)),
      ...diagram.answers.flatMap((host) => told(host, 'answer', answer)),
    ];
    for (const { host, fault } of found) if (fault.code === code) report(host, fault.message, fault.hint);
  });
}

function told(host, name, faults) {
  return extensions(host, name).flatMap((element) => of(element, faults).map((fault) => ({ host, fault })));
}

/** What is wrong with an element, and with how it is spelled. */
function of(element, faults) {
  return [...(element.faults || []), ...faults(plain(element))];
}

function* socialize(element) {
  const inside = element.children.flatMap((child) => [...childFaults(child)]);
  const own = [...attributeFaults(element)];
  yield* textFaults(element);
  yield* inside;
  yield* own;
  if (!own.some(({ code }) => code === 'bad-duration' || code === 'bad-value')) yield* triggerFaults(element.attributes);
  if (!inside.length) yield* ringFaults(element);
}

function* answer(element) {
  yield* textFaults(element);
  for (const name of Object.keys(element.attributes)) {
    yield unknownAttribute('answer', name, 'It has no attributes.');
  }
  for (const child of element.children) yield unknownChild(element, child, 'It has no children.');
}

function* childFaults(child) {
  if (!values.CHILDREN.includes(child.name)) {
    yield unknownChild({ name: 'socialize' }, child, `Use ${values.CHILDREN.join(', ')}.`);
    return;
  }
  yield* textFaults(child);
  for (const grandchild of child.children) yield unknownChild(child, grandchild, 'It has no children.');
  yield* attributeFaults(child);
  const { name, step, widen } = child.attributes;
  if (child.name === 'ring' && step === 'community' && widen === 'auto') {
    const why = "people in the community step are asked only with the asker's consent";
    yield fault('ring-needs-consent', `ring "${name}" cannot be widen="auto": ${why}`, 'Use widen="propose".');
  }
}

function* attributeFaults({ name, attributes }) {
  const known = values.attributesOf(name);
  for (const attribute of values.REQUIRED[name] || []) {
    if (attribute in attributes) continue;
    yield fault('missing-attribute', `${name} needs ${attribute}="…"`, `Say ${attribute}.`);
  }
  for (const [attribute, text] of Object.entries(attributes)) {
    if (known.includes(attribute)) yield* valueFaults(name, attribute, text);
    else yield unknownAttribute(name, attribute, `Use ${known.join(', ')}.`);
  }
}

function* valueFaults(name, attribute, text) {
  const said = `${name} ${attribute}="${text}"`;
  if (!values.isAllowed(name, attribute, text)) {
    yield fault('bad-value', `${said} is not allowed`, 'See the reference of the element.');
  } else if (attribute === 'after' ? !values.isAfter(text) : isTime(attribute) && !values.isDuration(text)) {
    yield fault('bad-duration', `${said} is not a duration like PT4H, P3D or P1DT30M`, 'It is longer than nothing.');
  } else if (attribute === 'who') {
    yield* peopleFaults(name, text);
  }
}

function* peopleFaults(name, text) {
  const unknown = name === 'exclude' ? [text].filter((word) => !values.isExclude(word)) : wordsUnknown(text);
  const code = name === 'exclude' ? 'unknown-exclude' : 'unknown-who';
  if (unknown.length) yield fault(code, `who="${unknown[0]}" is not known`, 'See the reference of the element.');
}

function* triggerFaults({ trigger, after }) {
  if (after === undefined && trigger !== undefined && trigger !== 'manual') {
    yield fault('trigger-needs-after', `trigger="${trigger}" needs to know after how long`, 'Say it, e.g. after="PT4H".');
  }
}

function* ringFaults({ attributes, children }) {
  const rings = children.filter(({ name }) => name === 'ring').map((ring) => ring.attributes);
  const names = rings.map(({ name }) => name);
  if (names.includes('self')) {
    yield fault('reserved-ring', 'the ring "self" is always there, first', 'Leave it out.');
  } else if (new Set(names).size < names.length) {
    yield fault('ring-twice', `two rings have the same name: ${names.join(', ')}`, 'Give each its own.');
  } else if (rings.some(({ step }, at) => step === 'colleagues' && rings[at - 1]?.step === 'community')) {
    yield fault('steps-out-of-order', 'a ring of step colleagues comes after one of step community', 'Steps never go back.');
  } else {
    yield* shareFaults(attributes, names, children);
  }
}

function* shareFaults({ ladder = 'default' }, names, children) {
  if (!names.length && ladder !== 'default') return; // the service knows the named ladder
  const known = names.length ? names : Object.keys(NAMED);
  const shares = children.filter(({ name }) => name === 'share').map((share) => share.attributes);
  const wrong = shares.find((share) => share.with !== undefined && !['self', ...known].includes(share.with));
  if (!wrong) return;
  const message = `share variable="${wrong.variable}" with="${wrong.with}": there is no such ring`;
  yield fault('unknown-ring', message, `Use one of ${known.join(', ')}.`);
}

function* textFaults({ name, text }) {
  if (text) yield fault('unexpected-text', `${name} contains text`, 'Say it in attributes.');
}

function unknownAttribute(name, attribute, hint) {
  return fault('unknown-attribute', `${name} has an attribute ${attribute} that is not known`, hint);
}

function unknownChild(parent, child, hint) {
  return fault('unknown-child', `${parent.name} has a child ${child.name || child.type} that is not known`, hint);
}

function isTime(attribute) {
  return attribute === 'wait' || attribute === 'patience';
}

function wordsUnknown(text) {
  return values.words(text).filter((word) => !values.isWho(word));
}

function fault(code, message, hint) {
  return { code, message, hint };
}

/** Return what each element that can be read says, with its host: rings with their defaults, shares, exclusions. */
function designs(diagram) {
  return diagram.elements
    .filter(({ element }) => !of(element, socialize).length)
    .map(({ host, element }) => ({ host, said: plain(element) }))
    .map(({ host, said }) => ({ host, rings: all(said, 'ring'), shares: all(said, 'share'), excludes: all(said, 'exclude') }));
}

function all({ children }, wanted) {
  return children.filter(({ name }) => name === wanted).map(({ attributes }) => attributes);
}

module.exports = { designs, grammar, valueFaults };
