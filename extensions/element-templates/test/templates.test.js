/** The templates are what Camunda's validator takes, and what the descriptor says. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';

import { validateAll, validateAllZeebe } from '@bpmn-io/element-templates-validator';

import { templates } from '../make.mjs';

const VALIDATE = { 'camunda7.json': validateAll, 'camunda8.json': validateAllZeebe };
const social = JSON.parse(readFileSync(new URL('../../schema/social.json', import.meta.url), 'utf8'));
const read = (file) => readFileSync(new URL(`../${file}`, import.meta.url), 'utf8');

for (const [file, validate] of Object.entries(VALIDATE)) {
  describe(file, () => {
    test('is valid', () => {
      const { valid, results } = validate(JSON.parse(read(file)));
      assert.deepEqual(results.flatMap(({ errors }) => errors || []), []);
      assert.ok(valid);
    });

    test('a wrong one is not', () => {
      const [template] = JSON.parse(read(file));
      assert.ok(!validate([{ ...template, properties: [{ type: 'Dropdown', binding: { type: 'nowhere' } }] }]).valid);
    });

    test('is what make.mjs makes of the descriptor', () => {
      assert.equal(read(file), templates(file));
    });

    test('has a field for every attribute of the element', () => {
      const names = social.types.flatMap(({ name, properties }) => {
        const path = name === 'Socialize' ? '' : `${name.toLowerCase()}.1.`;
        return properties.filter(({ isAttr }) => isAttr).map((each) => `social:${path}${each.name}`);
      });
      for (const { properties } of JSON.parse(read(file))) {
        const bound = new Set(properties.map(({ binding }) => binding.name));
        assert.deepEqual(names.filter((name) => !bound.has(name)), []);
      }
    });
  });
}
