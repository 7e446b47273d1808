const { grammar } = require('../lib/grammar');

module.exports = grammar('steps-out-of-order');
