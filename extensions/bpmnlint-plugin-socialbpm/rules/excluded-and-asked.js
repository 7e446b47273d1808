const { rule } = require('../lib/diagram');
const { designs } = require('../lib/grammar');
const { withDefaults } = require('../lib/rings');
const { words } = require('../lib/values');

const ROLES = {
  'role:task_initiator': 'initiator',
  'role:task_stakeholders': 'stakeholders',
  'role:business_administrators': 'administrators',
};

module.exports = rule((diagram, report) => {
  for (const { host, rings, excludes } of designs(diagram)) {
    for (const { who } of excludes) {
      for (const ring of rings) {
        if (words(withDefaults(ring).who).includes(ROLES[who] || who)) {
          const message = `ring "${ring.name}" asks ${ROLES[who] || who}, whom exclude who="${who}" leaves out`;
          report(host, message, 'Take one of them away: an exclusion always wins.');
        }
      }
    }
  }
});
