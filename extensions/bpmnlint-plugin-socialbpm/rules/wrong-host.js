const { isAny } = require('bpmnlint-utils');

const { isHost, rule } = require('../lib/diagram');

const MESSAGE = 'only a user task or a manual task can be socialized: somebody has to be there who is stuck';
const HINT = 'Move it to a user task.';

module.exports = rule(({ drawn, hosts }, report) => {
  for (const event of drawn) if (!isHost(event.attachedToRef)) report(event, MESSAGE, HINT);
  for (const host of hosts) if (!isHost(host) && !isAny(host, ['bpmn:BoundaryEvent'])) report(host, MESSAGE, HINT);
});
