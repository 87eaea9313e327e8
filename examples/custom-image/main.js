'use strict';
// Answers with what only this function's image has.

const { colour } = require('colours');

exports.handle = (input) => ({ colour: colour(input.index) });
