/** Where on the border of a task there is room for an event. */

const SIZE = 36;
const SLOTS = [
  ...[[0.75, 1], [0.25, 1], [0.5, 1], [0.75, 0], [0.25, 0], [0.5, 0]],
  ...[[1, 0.8], [0, 0.8], [1, 0.2], [0, 0.2]],
];

/** Return the middle of the first place that holds no other event and no end of a flow; else of the one that holds least. */
export function placeOn(host) {
  const taken = [...(host.attachers || []).map(middle), ...ends(host)];
  const room = ({ x, y }) => Math.min(SIZE, ...taken.map((at) => Math.hypot(at.x - x, at.y - y)));
  const places = SLOTS.map(([right, down]) => ({ x: host.x + host.width * right, y: host.y + host.height * down }));
  return places.reduce((best, place) => (room(place) > room(best) ? place : best));
}

function middle({ x, y, width, height }) {
  return { x: x + width / 2, y: y + height / 2 };
}

function ends(host) {
  const first = (host.outgoing || []).map(({ waypoints }) => waypoints[0]);
  return [...first, ...(host.incoming || []).map(({ waypoints }) => waypoints[waypoints.length - 1])];
}
