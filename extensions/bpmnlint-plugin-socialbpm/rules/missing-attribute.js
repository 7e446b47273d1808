const { grammar } = require('../lib/grammar');

module.exports = grammar('missing-attribute');
