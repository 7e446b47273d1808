const { rule } = require('../lib/diagram');
const { designs } = require('../lib/grammar');
const { seconds, withDefaults } = require('../lib/rings');

const DAYS = 30;

module.exports = rule((diagram, report) => {
  for (const { host, rings } of designs(diagram)) {
    let waited = 0;
    for (const ring of rings) {
      if (waited >= DAYS * 24 * 3600) {
        const message = `ring "${ring.name}" is never reached: those before it wait ${DAYS} days or more`;
        report(host, message, `A discussion ends after ${DAYS} days, unless the service says otherwise.`);
      }
      waited += seconds(withDefaults(ring).wait, 24);
    }
  }
});
