const { is } = require('bpmnlint-utils');

const { ancestors, isNode, isScope, rule } = require('../lib/diagram');

module.exports = rule(({ all }, report) => {
  for (const link of all) {
    for (const reference of ends(link)) {
      const wanted = is(reference, 'bpmn:DataObjectReference') && reference.dataObjectRef;
      if (wanted && !isWithinReach(link, wanted)) {
        const about = [...ancestors(link)].find(isNode) || link;
        const message = `SpiffWorkflow cannot find the data object ${wanted.id} from here`;
        report(about, message, 'Declare it in this subprocess or in the one directly around it.');
      }
    }
  }
});

function ends(link) {
  if (is(link, 'bpmn:DataInputAssociation')) return link.sourceRef || [];
  return is(link, 'bpmn:DataOutputAssociation') && link.targetRef ? [link.targetRef] : [];
}

function isWithinReach(link, wanted) {
  const scopes = [...ancestors(link)].filter(isScope);
  return scopes.length < 2 || scopes.slice(0, 2).includes(wanted.$parent);
}
