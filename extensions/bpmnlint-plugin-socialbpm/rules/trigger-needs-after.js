const { grammar } = require('../lib/grammar');

module.exports = grammar('trigger-needs-after');
