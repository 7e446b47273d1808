const { rule } = require('../lib/diagram');

module.exports = rule(({ socialized }, report) => {
  for (const host of socialized) {
    if (host.isForCompensation) {
      const message = 'SpiffWorkflow would leave this task out: it knows no compensation, so nobody ever comes here';
      report(host, message, 'Draw it as an ordinary task that a flow leads to.');
    }
  }
});
