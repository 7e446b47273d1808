const { SUFFIX, rule } = require('../lib/diagram');

const LONGEST = 200 - SUFFIX.length;

module.exports = rule(({ socialized }, report) => {
  for (const element of socialized) {
    const length = [...(element.id || '')].length;
    if (length === 0 || length > LONGEST) {
      report(element, `what is socialized needs an id of at most ${LONGEST} characters`, 'Give it a short one.');
    }
  }
});
