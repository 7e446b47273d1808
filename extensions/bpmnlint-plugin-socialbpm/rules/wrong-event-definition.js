const { EVENT_NAME, rule, waitsFor } = require('../lib/diagram');

module.exports = rule((diagram, report) => {
  for (const event of diagram.drawn) {
    const waits = waitsFor(event);
    const isOurs = diagram.isNamed(event) || (waits.length === 1 && waits[0] === null);
    if (!isOurs || waits.length !== 1) {
      const hint = `Use one escalation with the code ${EVENT_NAME}, or one signal of that name.`;
      report(event, 'this event is marked as socialize, but waits for something else', hint);
    }
  }
});
