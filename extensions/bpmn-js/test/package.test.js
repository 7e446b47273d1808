import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

import { BpmnModdle } from 'bpmn-moddle';

import { DEFAULT_LADDER, FIELDS, meant, nextRing, POOLS, REQUIRED } from '../panel/fields.js';
import rules from '../lint/index.cjs';

const read = (path) => readFileSync(new URL(path, import.meta.url), 'utf8');
const social = JSON.parse(read('../../schema/social.json'));
const defaults = JSON.parse(read('../../schema/defaults.json'));

test('the core and the plain panel import nothing but their own files', () => {
  const files = ['lib', 'panel'].flatMap((folder) => readdirSync(new URL(`../${folder}`, import.meta.url)).map((name) => `../${folder}/${name}`));
  assert.ok(files.length > 8);
  for (const file of files) {
    const from = [...read(file).matchAll(/^(?:import|export)[^;]*?\bfrom '([^']+)'/gm)].map(([, path]) => path);
    assert.deepEqual(from.filter((path) => !/^\.\.?\//.test(path)), [], file);
  }
});

test('the panel asks for every attribute of the descriptor, with its choices', () => {
  for (const [name, fields] of Object.entries(FIELDS)) {
    const type = social.types.find((each) => each.name.toLowerCase() === name);
    const attributes = type.properties.filter(({ isAttr }) => isAttr);
    assert.deepEqual(fields.map((field) => field.name).sort(), attributes.map((each) => each.name).sort(), name);
    for (const field of fields) {
      const { type: kind } = attributes.find((each) => each.name === field.name);
      const choices = social.enumerations.find((each) => each.name === kind)?.literalValues.map((value) => value.name);
      assert.deepEqual(field.choices, choices, `${name} ${field.name}`);
    }
  }
});

test('the default ladder that the panel writes out is the default ladder', () => {
  const named = Object.entries(defaults.rings).map(([name, { step }]) => ({ name, step }));
  assert.deepEqual(DEFAULT_LADDER, named);
});

test('what the panel proposes is right, and what is missing or wrong is told', () => {
  for (const word of POOLS) assert.equal(rules.faultOf('ring', 'who', word.endsWith(':') ? `${word}x` : word), undefined, word);
  assert.match(rules.faultOf('ring', 'wait', 'P1Y'), /not a duration/);
  assert.match(rules.faultOf('exclude', 'who', 'everybody'), /not known/);
  assert.deepEqual(REQUIRED.ring, ['name', 'step']);
});

test('what is left out is shown as what it means', () => {
  const shown = (attribute, ring) => meant('ring', { name: attribute }, ring, rules.withDefaults);
  assert.equal(shown('most', { name: 'participants', step: 'colleagues' }), '8');
  assert.equal(shown('most', { name: 'others', step: 'colleagues' }), '6');
  assert.equal(shown('patience', { name: 'others', step: 'colleagues' }), 'half the wait');
  assert.equal(meant('socialize', { name: 'trigger' }, { after: 'PT4H' }), 'both');
});

test('a new ring is the next that is allowed', () => {
  assert.deepEqual(nextRing([]), { name: 'participants', step: 'colleagues' });
  assert.deepEqual(nextRing([{ name: 'coworkers', step: 'colleagues' }]).name, 'participants');
  assert.deepEqual(nextRing(DEFAULT_LADDER), { name: 'ring_1', step: 'community' });
  assert.deepEqual(nextRing([{ name: 'x', step: 'community' }]), { name: 'network', step: 'community' });
});

test('the rules find in an editor what they find in a linter', async () => {
  const expected = JSON.parse(read('../../../bpmn/invalid/expected.json'));
  const xml = read('../../../bpmn/invalid/steps_out_of_order.bpmn');
  const { rootElement } = await new BpmnModdle({ social }).fromXML(xml);
  assert.ok(expected['steps_out_of_order.bpmn']);
  assert.deepEqual(rules.lint(rootElement).map(({ rule, severity }) => [rule, severity]), [['steps-out-of-order', 'error']]);
});
