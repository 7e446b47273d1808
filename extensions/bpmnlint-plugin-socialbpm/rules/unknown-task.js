const { is } = require('bpmnlint-utils');

const { rule } = require('../lib/diagram');
const { designs } = require('../lib/grammar');

module.exports = rule((diagram, report) => {
  if (diagram.all.some((element) => is(element, 'bpmn:CallActivity'))) return; // it may be in a file that is called
  for (const { host, excludes } of designs(diagram)) {
    for (const { who } of excludes) {
      if (who.startsWith('task:') && !diagram.nodes.has(who.slice('task:'.length))) {
        report(host, `exclude who="${who}": there is no such task`, 'Use the id of a task in this file.');
      }
    }
  }
});
