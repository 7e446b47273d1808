const { is } = require('bpmnlint-utils');

const { isHost, rule } = require('../lib/diagram');

module.exports = rule(({ drawn }, report) => {
  const hosts = new Set(drawn.map(({ attachedToRef }) => attachedToRef).filter(isHost));
  for (const host of hosts) {
    if (is(host.$parent, 'bpmn:AdHocSubProcess') && !host.incoming?.length) {
      const message = 'SpiffWorkflow would leave this task out: it begins an ad hoc subprocess and has a drawn event';
      report(host, message, 'Put the element on the task itself, or let a flow lead to it.');
    }
  }
});
