const { rule } = require('../lib/diagram');
const { designs } = require('../lib/grammar');
const { seconds, withDefaults } = require('../lib/rings');

const HOURS_A_DAY = 8;

module.exports = rule((diagram, report) => {
  for (const { host, rings } of designs(diagram)) {
    for (const ring of rings) {
      const asked = askedWithinWait(withDefaults(ring));
      if (ring.most !== undefined && asked < Number(ring.most)) {
        const message = `ring "${ring.name}" says most="${ring.most}", but asks only ${asked} people within its wait`;
        report(host, message, 'Ask more at a time, or give each less patience, or the ring a longer wait.');
      }
    }
  }
});

/** How many are asked where nobody passes; without end where nobody is asked by name. */
function askedWithinWait({ batch, patience, wait }) {
  if (batch === 'all') return Infinity;
  const whole = seconds(wait, HOURS_A_DAY);
  return Number(batch) * Math.ceil(whole / (patience ? seconds(patience, HOURS_A_DAY) : whole / 2));
}
