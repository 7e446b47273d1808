const { grammar } = require('../lib/grammar');

module.exports = grammar('unexpected-text');
