/** What is asked of a stock bpmn-js: to open and save, and what it draws where. */

const COMPLAINTS = ({ warnings }) => warnings.map(({ message }) => message);

/** Open and save. */
async function opened(xml) {
  return using(async (modeler) => {
    const warnings = COMPLAINTS(await modeler.importXML(xml));
    return { xml: (await modeler.saveXML({ format: true })).xml, warnings };
  });
}

/** Open, and look at every diagram: how much is drawn, on which tasks our events are, and on what else they are drawn. */
async function drawing(xml) {
  return using(async (modeler) => {
    const found = { warnings: COMPLAINTS(await modeler.importXML(xml)), shapes: 0, events: [], hits: [] };
    for (const { id } of modeler.getDefinitions().diagrams) {
      await modeler.open(id);
      const registry = modeler.get('elementRegistry');
      const events = registry.filter(isOurs);
      found.shapes += registry.getAll().length;
      found.events.push(...events.map(({ host }) => host?.id));
      found.hits.push(...events.flatMap((event) => hits(event, registry)));
    }
    return found;
  });
}

async function using(work) {
  const modeler = new window.BpmnJS({ container: '#canvas' });
  try {
    return await work(modeler);
  } finally {
    modeler.destroy();
  }
}

function isOurs({ type, labelTarget, businessObject }) {
  const definitions = (type === 'bpmn:BoundaryEvent' && !labelTarget && businessObject.eventDefinitions) || [];
  return definitions.some(({ escalationRef }) => escalationRef?.escalationCode === 'socialbpm.socialize');
}

/** Other events, labels of others, and flows of its task, that an event is drawn on. */
function hits(event, registry) {
  const others = registry.filter((other) => other !== event && other.labelTarget !== event && !other.waypoints);
  const shapes = others.filter((other) => (other.labelTarget || /Event$/.test(other.type)) && meets(event, other));
  const flows = [...event.host.incoming, ...event.host.outgoing].filter((flow) => points(flow).some((at) => covers(event, at)));
  return [...shapes, ...flows].map(({ id }) => `${event.id} on ${id}`);
}

function meets(one, other) {
  const across = one.x < other.x + other.width && other.x < one.x + one.width;
  return across && one.y < other.y + other.height && other.y < one.y + one.height;
}

function covers({ x, y, width, height }, at) {
  return Math.hypot(x + width / 2 - at.x, y + height / 2 - at.y) < width / 2;
}

function points({ waypoints }) {
  return waypoints.slice(1).flatMap((to, at) => Array.from({ length: 101 }, (_, step) => between(waypoints[at], to, step / 100)));
}

function between(from, to, share) {
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
}
