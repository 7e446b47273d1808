/** The plugin as Camunda Modeler loads it: the bundle, in a window with what the application puts there. */

const assert = require('node:assert/strict');
const { spawnSync } = require('node:child_process');
const { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { after, before, describe, test } = require('node:test');
const vm = require('node:vm');

const { build } = require('esbuild');

const HERE = join(__dirname, '..');
const INVALID = join(HERE, '..', '..', 'bpmn', 'invalid');
const expected = JSON.parse(readFileSync(join(INVALID, 'expected.json'), 'utf8'));
const folder = mkdtempSync(join(tmpdir(), 'camunda-modeler-plugin-'));

/** The versions of the application's own properties panel, of which the plugin uses this much. */
function vendor() {
  const nothing = () => null;
  const common = { ListGroup: nothing, TextFieldEntry: nothing, TextAreaEntry: nothing, SelectEntry: nothing };
  return { propertiesPanel: { common, bpmn: { useService: nothing }, preact: { jsxRuntime: { jsx: nothing }, hooks: {}, root: {} } } };
}

function load(window) {
  vm.runInNewContext(readFileSync(join(folder, 'client.js'), 'utf8'), { window, ...window, console });
  return window.plugins;
}

const ofType = (plugins, type) => plugins.filter((each) => each.type === type).map(({ plugin }) => plugin);

let bundled;
before(async () => {
  const { make } = await import('../build.mjs');
  bundled = await make(folder);
});
after(() => rmSync(folder, { recursive: true }));

test('the folder has what the application reads', () => {
  const { name, script, style } = require('..');
  assert.ok(name);
  for (const path of [script, style]) assert.ok(existsSync(join(folder, path.replace('./dist/', ''))), path);
});

test('it can be made from anywhere', () => {
  const elsewhere = mkdtempSync(join(tmpdir(), 'elsewhere-'));
  const made = spawnSync(process.execPath, [join(HERE, 'build.mjs'), 'plugin'], { cwd: elsewhere, encoding: 'utf8' });
  assert.equal(made.status, 0, made.stderr);
  assert.ok(existsSync(join(elsewhere, 'plugin', 'client.js')));
  rmSync(elsewhere, { recursive: true });
});

test('the notices have the licences of all that is in the bundle', () => {
  const packages = bundled.filter((path) => path.includes('node_modules/')).map((path) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)[1]);
  const [shipped] = readFileSync(join(HERE, '..', 'THIRD_PARTY_NOTICES.md'), 'utf8').split('## Beside our packages');
  assert.ok(packages.includes('camunda-modeler-plugin-helpers'));
  for (const name of packages) assert.ok(shipped.includes(`### ${name} `), name);
});

describe('in the window of the application', () => {
  test('it registers the descriptor, the modules and the rules', () => {
    const plugins = load({ vendor: vendor() });
    const [descriptor] = ofType(plugins, 'bpmn.modeler.moddleExtension');
    assert.equal(descriptor.uri, 'urn:socialbpm:bpmn:1.0');
    const services = ofType(plugins, 'bpmn.modeler.additionalModules').flatMap((module) => [...module.__init__]);
    for (const service of ['socialRenderer', 'socialContextPad', 'socialProperties']) assert.ok(services.includes(service), service);
    assert.equal(ofType(plugins, 'lintRules.bpmn').length, 1);
    assert.equal(ofType(plugins, 'lintRules.cloud-bpmn').length, 1);
    assert.equal(plugins.length, 5);
  });

  test('it leaves alone what others have registered', () => {
    const others = { type: 'bpmn.modeler.additionalModules', plugin: {} };
    assert.equal(load({ vendor: vendor(), plugins: [others] })[0], others);
  });

  test('it uses the properties panel of the application and brings no other', () => {
    const bundle = readFileSync(join(folder, 'client.js'), 'utf8');
    assert.ok(bundle.length < 100_000, `${bundle.length} bytes`);
    assert.throws(() => load({}), /5\.0\.0/, 'an application without one is too old, and is told so');
  });
});

describe('in the linter of the application', () => {
  let Linter;

  before(async () => {
    const outfile = join(folder, 'linting.cjs');
    const contents = "export { Linter } from '@camunda/linting';";
    await build({ stdin: { contents, resolveDir: HERE }, outfile, bundle: true, platform: 'node', logLevel: 'error' });
    ({ Linter } = require(outfile));
  });

  /** What an application says of a diagram of its platform. */
  async function lint(name, type, platform) {
    const [rules] = ofType(load({ vendor: vendor() }), type === 'cloud' ? 'lintRules.cloud-bpmn' : 'lintRules.bpmn');
    const xml = readFileSync(join(INVALID, name), 'utf8').replace(
      '<bpmn:definitions ',
      `<bpmn:definitions xmlns:modeler="http://camunda.org/schema/modeler/1.0" ${platform} `,
    );
    const found = await new Linter({ type, plugins: [rules] }).lint(xml);
    return found.filter(({ rule }) => rule.startsWith('socialbpm/')).map(({ rule, id }) => [rule, id]);
  }

  for (const name of ['ring_needs_consent.bpmn', 'wrong_host_drawn.bpmn', 'properties_missing_step.bpmn', 'unknown_variable.bpmn']) {
    test(`${name} has its fault, for Camunda 7 and for Camunda 8`, async () => {
      const { code, element } = expected[name];
      const eight = 'modeler:executionPlatform="Camunda Cloud" modeler:executionPlatformVersion="8.7.0"';
      const seven = 'modeler:executionPlatform="Camunda Platform" modeler:executionPlatformVersion="7.22.0"';
      assert.deepEqual(await lint(name, 'cloud', eight), [[`socialbpm/${code}`, element]]);
      assert.deepEqual(await lint(name, 'platform', seven), [[`socialbpm/${code}`, element]]);
    });
  }

  test('there is a rule for every name', () => {
    const [{ config, resolver }] = ofType(load({ vendor: vendor() }), 'lintRules.bpmn');
    const names = Object.keys(config.rules).map((name) => name.replace('socialbpm/', ''));
    assert.equal(names.length, readdirSync(join(HERE, '..', 'bpmnlint-plugin-socialbpm', 'rules')).length);
    for (const name of names) assert.equal(typeof resolver.resolveRule('bpmnlint-plugin-socialbpm', name), 'function');
    assert.throws(() => resolver.resolveRule('bpmnlint', 'wrong-host'));
    assert.throws(() => resolver.resolveConfig('bpmnlint', 'recommended'));
  });
});
