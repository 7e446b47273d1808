const { grammar } = require('../lib/grammar');

module.exports = grammar('bad-duration');
