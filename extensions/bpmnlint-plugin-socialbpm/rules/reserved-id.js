const { SUFFIX, isHost, isNode, isScope, rule } = require('../lib/diagram');

const GENERATED = ['Start', 'End', 'StartEventSplit', 'StartEventJoin'];
const GENERATED_AFTER = ['.EndJoin', '.BoundaryEventSplit', '.BoundaryEventJoin', ' [child]'];

module.exports = rule((diagram, report) => {
  for (const node of diagram.all.filter(isNode)) {
    if (GENERATED.includes(node.id) || (diagram.isSocialized && isGenerated(diagram, node))) {
      report(node, `SpiffWorkflow uses the id ${node.id} itself, and would leave this element out`, 'Give it another id.');
    }
  }
  for (const host of ownEvents(diagram)) {
    const taken = diagram.nodes.get(host.id + SUFFIX);
    const message = `the id ${host.id}${SUFFIX} is needed for the socialize event of ${host.id}`;
    if (taken) report(taken, message, 'Give this element another id.');
  }
});

function isGenerated({ nodes }, { id = '', $parent }) {
  const owners = GENERATED_AFTER.filter((suffix) => id.endsWith(suffix)).map((suffix) => id.slice(0, -suffix.length));
  return isScope($parent) && owners.some((owner) => nodes.has(owner) || owner === $parent.id);
}

/** A task with the element gets an event that is not drawn, and that has an id. */
function ownEvents({ drawn, hosts }) {
  const drawnOn = new Set(drawn.map(({ attachedToRef }) => attachedToRef));
  return hosts.filter((host) => isHost(host) && !drawnOn.has(host));
}
