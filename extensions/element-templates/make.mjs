/**
 * Makes the element templates of the descriptor: every attribute is a field, every choice a dropdown. `npm run build` writes them,
 * and a test holds what is there equal to what this makes.
 */

import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const { enumerations, types } = JSON.parse(readFileSync(new URL('../schema/social.json', import.meta.url), 'utf8'));

const SCHEMA = 'https://unpkg.com/@camunda';
const TIMES = 3; // rings, shares and exclusions that a form has room for; more can be written by hand

const FLAVOURS = {
  'camunda7.json': {
    schema: `${SCHEMA}/element-templates-json-schema/resources/schema.json`,
    type: 'camunda:property',
    text: 'String', // a property of Camunda 7 has no longer one
  },
  'camunda8.json': {
    schema: `${SCHEMA}/zeebe-element-templates-json-schema/resources/schema.json`,
    type: 'zeebe:property',
    text: 'Text',
  },
};

/** Label and explanation of each attribute. What is not filled in is the default. */
const FIELDS = {
  socialize: {
    question: ['Question', 'The wording that the asker starts from. Text, or = and an expression.'],
    answer: ['Answer variable', 'Where the accepted answer goes in the task’s data.'],
    trigger: ['Who fires it', 'A person, the clock, or either.'],
    after: ['Offer help after', 'A duration like PT4H; R3/PT4H repeats, "PT4H working" counts working time.'],
    ladder: ['Ladder', 'The name of a ladder of the service, where no rings are given below.'],
  },
  ring: {
    name: ['Name', 'How shares and posts call this ring.'],
    step: ['Step', 'Whom the asker knows, or whom they do not. Colleagues come first.'],
    who: ['Who', 'Any of owners, lane, case, worked-with, same-group, manager, experts, group:NAME, skill:NAME …'],
    batch: ['How many at a time', 'A number, or all.'],
    most: ['How many at most', 'A number from 1 to 1000.'],
    patience: ['Patience', 'How long one asked person has, e.g. PT2H of working time.'],
    wait: ['Wait', 'How long the ring lasts before the next one, e.g. PT4H of working time.'],
    widen: ['Going into it', 'By itself, when the asker consents, or only when the asker acts.'],
    open: ['Open', 'Whether these people see a listing and may join.'],
    asker: ['Asker is shown', 'By name, or as a role.'],
  },
  share: {
    variable: ['Variable', 'A variable of the task that others may see.'],
    with: ['Up to ring', 'The outermost ring that sees it.'],
    as: ['Shown', 'As it is, masked, or a number as a band.'],
  },
  exclude: { who: ['Who', 'task:ELEMENT_ID, other-instances, group:NAME, person:ID or role:ROLE.'] },
};
const PARTS = { ring: 'Ring', share: 'Shared variable', exclude: 'Left out' };

const EVENTS = {
  task: { name: 'Ask around', appliesTo: ['bpmn:UserTask', 'bpmn:ManualTask'], what: 'Whoever is stuck in this task can ask.' },
  event: {
    name: 'Ask around (drawn)',
    appliesTo: ['bpmn:BoundaryEvent'],
    what: 'For an escalation event on a user task: asking begins the flow that is drawn from it.',
  },
};

/** Return the text of a file of templates. */
export function templates(file) {
  const made = Object.keys(EVENTS).map((kind) => template(kind, FLAVOURS[file]));
  return `${JSON.stringify(made, null, 2)}\n`;
}

function template(kind, { schema, type, text }) {
  const { name, appliesTo, what } = EVENTS[kind];
  const marker = { type: 'Hidden', value: 'true', binding: { type, name: 'social:socialize' } };
  return {
    $schema: schema,
    name,
    id: `socialbpm.${kind}`,
    version: 1,
    description: what,
    appliesTo,
    groups: groups(),
    properties: [...(kind === 'event' ? [goesOn()] : []), marker, ...fields(type, text)],
  };
}

/** A socialize event does not interrupt. */
function goesOn() {
  return { type: 'Hidden', value: 'false', binding: { type: 'property', name: 'cancelActivity' } };
}

function groups() {
  const parts = Object.entries(PARTS).flatMap(([part, label]) =>
    numbers().map((number) => ({ id: `${part}.${number}`, label: `${label} ${number}`, openByDefault: false })),
  );
  return [{ id: 'socialize', label: 'Ask around' }, ...parts];
}

function fields(type, text) {
  const own = fieldsOf('socialize', 'socialize', '', { type, text });
  const parts = Object.keys(PARTS).flatMap((part) =>
    numbers().flatMap((number) => fieldsOf(part, `${part}.${number}`, `${part}.${number}.`, { type, text })),
  );
  return [...own, ...parts];
}

function numbers() {
  return Array.from({ length: TIMES }, (_, at) => at + 1);
}

function fieldsOf(element, group, path, { type, text }) {
  return Object.entries(FIELDS[element]).map(([attribute, [label, description]]) => ({
    ...{ label, description, group },
    ...input(element, attribute, text),
    optional: true,
    binding: { type, name: `social:${path}${attribute}` },
  }));
}

function input(element, attribute, text) {
  const { properties } = types.find(({ name }) => name.toLowerCase() === element);
  const choices = enumerations.find(({ name }) => name === properties.find((each) => each.name === attribute).type);
  if (!choices) return { type: attribute === 'question' ? text : 'String' };
  const words = choices.literalValues.map(({ name }) => ({ name, value: name }));
  return { type: 'Dropdown', choices: [{ name: '(default)', value: '' }, ...words] };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const file of Object.keys(FLAVOURS)) writeFileSync(new URL(file, import.meta.url), templates(file));
}
