/** The rules of the lint plugin without bpmnlint, for editors: about a whole diagram, and about one value while it is typed. */

const { configs } = require('bpmnlint-plugin-socialbpm');
const { valueFaults } = require('bpmnlint-plugin-socialbpm/lib/grammar');
const { withDefaults } = require('bpmnlint-plugin-socialbpm/lib/rings');

const RULES = Object.entries(configs.recommended.rules).map(([rule, severity]) => ({
  rule,
  severity: severity === 'warn' ? 'warning' : severity,
  ask: require('../../bpmnlint-plugin-socialbpm/rules/' + rule + '.js'),
}));

/** Return what is wrong with a diagram, as bpmn-js has it: `[{ rule, severity, id, message }]`, in the order of the rules. */
function lint(definitions) {
  return RULES.flatMap(({ rule, severity, ask }) => {
    const found = [];
    ask().check(definitions, { report: (id, message) => found.push({ rule, severity, id, message }) });
    return found;
  });
}

/** Return what is wrong with the text in an attribute, or undefined: `faultOf('ring', 'wait', 'PT')`. */
function faultOf(element, attribute, text) {
  const [fault] = valueFaults(element, attribute, text);
  return fault && `${fault.message}. ${fault.hint}`;
}

module.exports = { faultOf, lint, withDefaults };
