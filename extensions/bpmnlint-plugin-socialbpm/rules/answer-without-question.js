const { is } = require('bpmnlint-utils');

const { ancestors, rule } = require('../lib/diagram');

module.exports = rule(({ all, answers, drawn }, report) => {
  const reached = downstream(all, drawn);
  for (const event of answers) {
    if (is(event, 'bpmn:IntermediateCatchEvent') && ![event, ...ancestors(event)].some((place) => reached.has(place))) {
      const message = 'this waits for the answer to a question that nobody asks on the way to it, so for ever';
      report(event, message, 'Draw it behind a socialize event.');
    }
  }
});

function downstream(all, starts) {
  const flows = new Map();
  const add = (from, to) => flows.set(from, [...(flows.get(from) || []), to]);
  for (const element of all) {
    if (is(element, 'bpmn:SequenceFlow')) add(element.sourceRef, element.targetRef);
    if (is(element, 'bpmn:BoundaryEvent')) add(element.attachedToRef, element);
  }
  const reached = new Set();
  const ahead = starts.flatMap((start) => flows.get(start) || []);
  while (ahead.length) {
    const node = ahead.pop();
    if (node && !reached.has(node)) {
      reached.add(node);
      ahead.push(...(flows.get(node) || []));
    }
  }
  return reached;
}
