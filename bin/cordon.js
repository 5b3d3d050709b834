#!/usr/bin/env node
// Syntax an old Node can read, so that it gets the message below instead of a SyntaxError.
var version = process.versions.node.split('.').map(Number);
if (version[0] < 20 || (version[0] === 20 && version[1] < 19)) {
  process.stderr.write(
    'Cordon needs Node 20.19 or newer; this is Node ' +
      process.versions.node +
      ' (' +
      process.execPath +
      '). Get a newer one from https://nodejs.org.\n',
  );
  process.exit(2);
}

import('./build.js')
  .then(function (builder) {
    return builder.ensureBuilt();
  })
  .then(
    function (entry) {
      return import(entry);
    },
    function (error) {
      process.stderr.write('cordon: ' + error.message + '\n');
      process.exitCode = 2;
    },
  );
