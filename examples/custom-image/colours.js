'use strict';
// The library that the image brings.

const COLOURS = ['red', 'green', 'blue'];

exports.colour = (index) => COLOURS[index % COLOURS.length];
