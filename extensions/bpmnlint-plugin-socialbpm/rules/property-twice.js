const { grammar } = require('../lib/grammar');

module.exports = grammar('property-twice');
