const { grammar } = require('../lib/grammar');

module.exports = grammar('unknown-attribute');
