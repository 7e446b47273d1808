/** Every rule finds its faults in the corpus, and finds nothing else: the same as `socialbpm check`, which is held to it too. */

const assert = require('node:assert/strict');
const { spawnSync } = require('node:child_process');
const { existsSync, mkdtempSync, writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { describe, test } = require('node:test');

const plugin = require('..');
const { BPMN, RULES, lint, list, read } = require('./lint');

const expected = JSON.parse(read('invalid', 'expected.json'));

/** What never reaches a rule: moddle leaves it out while it reads, and says so, but for a DOCTYPE. */
const LEFT_OUT = ['doctype-forbidden', 'duplicate-id', 'misplaced-element', 'schema', 'xml-malformed'];
/** It does so with these where it has the descriptor; without, it keeps everything. */
const LEFT_OUT_WITH_DESCRIPTOR = ['unexpected-text', 'unknown-child'];

for (const descriptor of [false, true]) {
  describe(descriptor ? 'with the descriptor' : 'without the descriptor', () => {
    const leftOut = [...LEFT_OUT, ...(descriptor ? LEFT_OUT_WITH_DESCRIPTOR : [])];

    for (const [name, fault] of Object.entries(expected)) {
      test(`${name} has ${fault.code} and nothing else`, async () => {
        const { found, warnings } = await lint(read('invalid', name), { descriptor }).catch(refused);
        if (leftOut.includes(fault.code) && !found.length) {
          assert.ok(warnings.length || fault.code === 'doctype-forbidden');
          return;
        }
        const category = { error: 'error', warning: 'warn' }[fault.severity];
        assert.deepEqual(
          found.map(({ message, ...rest }) => rest),
          [{ rule: fault.code, id: fault.element, category }],
        );
      });
    }

    for (const name of list(BPMN, '.bpmn')) {
      test(`${name} has no fault`, async () => {
        assert.deepEqual(await lint(read(name), { descriptor }), { found: [], warnings: [] });
      });
    }
  });
}

describe('properties', () => {
  for (const [name, { code }] of Object.entries(expected).filter(([file]) => file.startsWith('properties_'))) {
    test(`${name} has ${code} for a modeler of Camunda 8, too`, async () => {
      const { found } = await lint(read('invalid', name), { descriptor: true, beside: 'zeebe' });
      assert.deepEqual(found.map(({ rule }) => rule), [code]);
    });
  }
});

function refused(error) {
  return { found: [], warnings: [error] };
}

describe('a rule', () => {
  const ids = Object.keys(plugin.configs.recommended.rules);

  test('is a file, a page, and recommended', () => {
    assert.deepEqual(list(RULES, '.js'), ids.map((id) => `${id}.js`).sort());
    assert.deepEqual(list(join(RULES, '..', 'docs', 'rules'), '.md'), ids.map((id) => `${id}.md`).sort());
  });

  test('has a fault in the corpus', () => {
    const codes = new Set(Object.values(expected).map(({ code }) => code));
    assert.deepEqual(ids.filter((id) => !codes.has(id)), []);
  });

  test('says what is wrong and what to do', async () => {
    const { found } = await lint(read('invalid', 'ring_needs_consent.bpmn'), { descriptor: true });
    assert.match(found[0].message, /^ring "people" cannot be widen="auto": .*\. Use widen="propose"\.$/);
  });
});

describe('prefix and place', () => {
  const faulty = read('invalid', 'ring_needs_consent.bpmn');

  test('a file may call our namespace whatever it likes', async () => {
    const renamed = faulty.replaceAll('social:', 'ask:').replace('xmlns:ask:', 'xmlns:social:').replace('xmlns:social=', 'xmlns:ask=');
    for (const descriptor of [false, true]) {
      const { found } = await lint(renamed, { descriptor });
      assert.deepEqual(found.map(({ rule }) => rule), ['ring-needs-consent']);
    }
  });

  test('another namespace may use our words', async () => {
    const foreign = faulty.replace('urn:socialbpm:bpmn:1.0', 'urn:somebody:else');
    assert.deepEqual((await lint(foreign, { descriptor: false })).found, []);
  });
});

test('the command line of bpmnlint finds the plugin', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bpmnlint-'));
  const config = join(folder, '.bpmnlintrc');
  writeFileSync(config, JSON.stringify({ extends: 'plugin:socialbpm/recommended' }));
  const command = join(__dirname, '..', '..', 'node_modules', 'bpmnlint', 'bin', 'bpmnlint.js');
  assert.ok(existsSync(command));
  const run = (file) => spawnSync(process.execPath, [command, '--config', config, file], { encoding: 'utf8', cwd: join(__dirname, '..', '..') });
  const bad = run(join(BPMN, 'invalid', 'two_drawn_events.bpmn'));
  assert.match(bad.stdout, /ask_again\s+error\s+the task check_invoice has more than one socialize event/);
  assert.notEqual(bad.status, 0);
  assert.equal(run(join(BPMN, 'purchase_invoice.bpmn')).status, 0);
});
