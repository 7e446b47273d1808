const { rule } = require('../lib/diagram');

module.exports = rule(({ drawn }, report) => {
  for (const event of drawn) {
    if (event.cancelActivity) {
      const message = 'a socialize event must not interrupt its task: the work goes on while people are asked';
      report(event, message, 'Set cancelActivity="false".');
    }
  }
});
