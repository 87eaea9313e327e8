'use strict';
// Greets whom the input names.

exports.handle = async (input, context) => {
  console.log(`greeting in attempt ${context.attempt}`);
  return { greeting: `${context.env.GREETING}, ${input.name}!`, node: process.version };
};
