const { grammar } = require('../lib/grammar');

module.exports = grammar('ring-twice');
