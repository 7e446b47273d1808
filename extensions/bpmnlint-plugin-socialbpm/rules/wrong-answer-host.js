const { is } = require('bpmnlint-utils');

const { rule } = require('../lib/diagram');

module.exports = rule(({ answers }, report) => {
  for (const host of answers) {
    if (!is(host, 'bpmn:IntermediateCatchEvent')) {
      report(host, 'only an intermediate catch event can wait for an answer', 'Move it to an intermediate catch event.');
    }
  }
});
