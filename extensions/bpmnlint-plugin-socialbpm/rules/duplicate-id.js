const { descendants, isNode, rule } = require('../lib/diagram');

const HINT = 'Give one of them another id.';

module.exports = rule((diagram, report) => {
  if (!diagram.isSocialized) return;
  for (const process of diagram.processes) within(process, report);
});

/** SpiffWorkflow looks at everything with an id, be it a node or not, and keeps the last one. */
function within(process, report) {
  const nodes = new Set();
  const others = new Set();
  for (const element of descendants(process)) {
    if (element.id === undefined) continue;
    const node = isNode(element);
    if (nodes.has(element.id) || (node && others.has(element.id))) {
      report(element, `the id ${element.id} is given twice in this process; SpiffWorkflow would drop one of them`, HINT);
    }
    (node ? nodes : others).add(element.id);
  }
}
