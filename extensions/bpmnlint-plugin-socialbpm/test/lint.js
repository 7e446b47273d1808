/** Lint a diagram as bpmnlint does it, with the plugin's own recommendation. */

const { readFileSync, readdirSync } = require('node:fs');
const { join } = require('node:path');

const { Linter } = require('bpmnlint');

const plugin = require('..');

const RULES = join(__dirname, '..', 'rules');
const BPMN = join(__dirname, '..', '..', '..', 'bpmn');
const social = require('socialbpm-schema/social.json');
/** What a modeler has loaded beside ours, one or the other; the properties that an element can be spelled as have types there. */
const BESIDE = {
  camunda: require('camunda-bpmn-moddle/resources/camunda.json'),
  zeebe: require('zeebe-bpmn-moddle/resources/zeebe.json'),
};

const resolver = {
  resolveRule: (_package, name) => require(join(RULES, name)),
  resolveConfig: () => plugin.configs.recommended,
};

/** Return `{ found, warnings }`: what the rules find, and what moddle itself complains of while it reads. */
async function lint(xml, { descriptor, beside = 'camunda' }) {
  const { BpmnModdle } = await import('bpmn-moddle');
  const { rootElement, warnings } = await new BpmnModdle(descriptor ? { social, [beside]: BESIDE[beside] } : {}).fromXML(xml);
  const results = await new Linter({ resolver }).lint(rootElement, { extends: 'plugin:socialbpm/recommended' });
  const found = Object.entries(results).flatMap(([name, reports]) =>
    reports.map(({ id, category, message }) => ({ rule: name.replace('socialbpm/', ''), id, category, message })),
  );
  return { found, warnings };
}

const read = (...path) => readFileSync(join(BPMN, ...path), 'utf8');
const list = (folder, ending) => readdirSync(folder).filter((name) => name.endsWith(ending));

module.exports = { BPMN, RULES, lint, list, read };
