const { grammar } = require('../lib/grammar');

module.exports = grammar('ring-needs-consent');
