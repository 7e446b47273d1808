const { rule } = require('../lib/diagram');

module.exports = rule(({ drawn, elements }, report) => {
  const seen = new Set();
  for (const event of drawn) {
    const { attachedToRef } = event;
    if (attachedToRef && seen.has(attachedToRef)) {
      report(event, `the task ${attachedToRef.id} has more than one socialize event`, 'Keep one.');
    }
    seen.add(attachedToRef);
  }
  const hosts = new Set();
  for (const { host } of elements) {
    if (hosts.has(host)) report(host, `${host.id} has more than one socialize element`, 'Keep one.');
    hosts.add(host);
  }
});
