/** The rules as Camunda Modeler's linter takes them: which there are, and a way to each. Its name is known, its place is not. */

const { configs } = require('bpmnlint-plugin-socialbpm');

const PACKAGE = 'bpmnlint-plugin-socialbpm';
const RULES = configs.recommended.rules;

const rules = Object.fromEntries(Object.entries(RULES).map(([name, severity]) => [`socialbpm/${name}`, severity]));

const resolver = {
  resolveRule(from, name) {
    if (from !== PACKAGE || !(name in RULES)) throw new Error(`there is no rule ${from}/${name} here`);
    return require('../bpmnlint-plugin-socialbpm/rules/' + name + '.js');
  },
  resolveConfig(from, name) {
    throw new Error(`there is no configuration ${from}/${name} here`);
  },
};

module.exports = { config: { rules }, resolver };
