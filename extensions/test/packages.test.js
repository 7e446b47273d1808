/** Each package can be taken as it is: by a bundler, by Node, and with what is in it named. */

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { notices } from '../notices.mjs';

const HERE = fileURLToPath(new URL('..', import.meta.url));
const read = (...path) => readFileSync(join(HERE, ...path), 'utf8');
const json = (...path) => JSON.parse(read(...path));
const workspace = json('package.json');

for (const folder of workspace.workspaces) {
  describe(folder, () => {
    const told = json(folder, 'package.json');
    const targets = Object.values(told.exports || {}).flatMap((each) => (typeof each === 'string' ? [each] : Object.values(each)));

    test('has our version, our licence, and words to be found by', () => {
      assert.equal(told.version, workspace.version);
      assert.equal(told.license, workspace.license);
      assert.ok(told.description && told.keywords.includes('socialbpm'));
    });

    test('exports what is there and what is published', () => {
      assert.ok(targets.length || told.main);
      for (const target of targets.filter((each) => !each.includes('*'))) {
        assert.ok(existsSync(join(HERE, folder, target)), target);
        const [top] = target.replace('./', '').split('/');
        assert.ok(top === 'package.json' || told.files.includes(top), `${target} is not published`);
      }
    });

    test('says every dependency with its version', () => {
      for (const version of Object.values({ ...told.dependencies, ...told.devDependencies })) assert.match(version, /^\d+\.\d+\.\d+$/);
    });
  });
}

describe('for whoever uses them', () => {
  const require = createRequire(import.meta.url);

  test('the linter is found by require, with and without the ending, as bpmnlint and bundlers ask for it', () => {
    const plugin = require('bpmnlint-plugin-socialbpm');
    for (const name of Object.keys(plugin.configs.recommended.rules)) {
      assert.equal(require(`bpmnlint-plugin-socialbpm/rules/${name}`), require(`bpmnlint-plugin-socialbpm/rules/${name}.js`));
    }
  });

  test('the descriptor is found by import', async () => {
    const { default: social } = await import('socialbpm-schema', { with: { type: 'json' } });
    assert.equal(social.prefix, 'social');
  });

  test('the templates are', async () => {
    for (const file of ['camunda7.json', 'camunda8.json']) assert.ok(Array.isArray(require(`socialbpm-element-templates/${file}`)));
  });
});

test('the notices name all that is in the lock file', () => {
  assert.equal(read('THIRD_PARTY_NOTICES.md'), notices());
});
