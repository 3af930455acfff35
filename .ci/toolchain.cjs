'use strict'

// Runs as `prepare`, by whatever Node the machine has: npm 10 does not link node_modules/.bin/node,
// because the Node package of every platform brings a bin of that name and all but one are left out.
const fs = require('node:fs')
const path = require('node:path')

const modules = path.join(__dirname, '..', 'node_modules')
const pinned = path.join(`node-${process.platform}-${process.arch}`, 'bin', 'node')
const link = path.join(modules, '.bin', 'node')

if (fs.existsSync(path.join(modules, pinned)) && !fs.existsSync(link))
  fs.symlinkSync(path.join('..', pinned), link)
