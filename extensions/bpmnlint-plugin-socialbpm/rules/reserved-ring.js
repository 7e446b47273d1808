const { grammar } = require('../lib/grammar');

module.exports = grammar('reserved-ring');
