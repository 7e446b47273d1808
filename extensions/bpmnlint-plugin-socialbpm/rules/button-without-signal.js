const { is } = require('bpmnlint-utils');

const { rule } = require('../lib/diagram');

const SPIFF = 'http://spiffworkflow.org/bpmn/schema/1.0/core';

module.exports = rule(({ drawn }, report) => {
  for (const event of drawn) {
    if (hasLabel(event) && !event.eventDefinitions?.some((definition) => is(definition, 'bpmn:SignalEventDefinition'))) {
      const message = 'this event has the label of a button, and only a signal event is shown as one';
      report(event, message, 'Draw it with the signal, or take the label away.');
    }
  }
});

function hasLabel({ extensionElements }) {
  return (extensionElements?.values || []).some(({ $descriptor: { ns = {}, isGeneric }, $model }) => {
    const uri = isGeneric ? ns.uri : $model.getPackage(ns.prefix)?.uri;
    return uri === SPIFF && /^signalButtonLabel$/i.test(ns.localName);
  });
}
