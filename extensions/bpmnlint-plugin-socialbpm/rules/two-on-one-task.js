const { rule } = require('../lib/diagram');
const { extensions } = require('../lib/ours');

module.exports = rule(({ drawn, elements }, report) => {
  const seen = new Set();
  for (const event of drawn) {
    const { attachedToRef } = event;
    if (attachedToRef && seen.has(attachedToRef)) {
      report(event, `the task ${attachedToRef.id} has more than one socialize event`, 'Keep one.');
    }
    seen.add(attachedToRef);
  }
  for (const { host, element } of elements) {
    if (extensions(host, 'socialize')[0] !== element) {
      report(host, `${host.id} has more than one socialize element`, 'Keep one.');
    }
  }
});
