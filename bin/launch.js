'use strict'

// From 22.18 on Node runs .ts without a flag; better-sqlite3 needs Node-API 10, which 22 has.
const floor = [22, 18]

const isOld = (version) => {
  const parts = version.split('.').map(Number)
  return parts[0] < floor[0] || (parts[0] === floor[0] && parts[1] < floor[1])
}

// A reader that has seen enough (`rtt ls | head -1`) ends nothing: the work goes on, unheard.
const ignoreClosedPipe = (error) => {
  if (error.code !== 'EPIPE') throw error
}

const report = (error) => {
  const shown = process.argv.includes('--debug') ? error.stack : error.message
  process.stderr.write(`error[RTT9001]: ${shown}\n`)
  process.exitCode = 1
}

// Most of what a scan allocates is soon given up: V8 is to collect it rather than to ask for more memory. Only once all
// is loaded: code that was compiled under other flags is compiled again.
const collectMore = () => {
  const v8 = require('node:v8')
  v8.setFlagsFromString('--heap-growing-percent=60')
  v8.setFlagsFromString('--max-semi-space-size=8')
}

/**
 * Starts RTT: answers --version itself, hands everything else to main, and sets the exit code without
 * ending the process, so that whatever was written is still flushed.
 *
 * `options.version` is that of package.json; `options.load` imports the module that exports main.
 */
module.exports = (options) => {
  process.stdout.on('error', ignoreClosedPipe)
  process.stderr.on('error', ignoreClosedPipe)
  if (isOld(process.versions.node)) {
    process.stderr.write(
      `rtt needs Node ${floor.join('.')} or newer; this is ${process.versions.node}.\n`,
    )
    process.exitCode = 2
    return
  }
  const argv = process.argv.slice(2)
  if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V')) {
    process.stdout.write(`${options.version}\n`)
    return
  }
  const host = {
    version: options.version,
    cwd: process.cwd(),
    env: process.env,
    stdout: process.stdout,
    stderr: process.stderr,
  }
  options
    .load()
    .then((module) => {
      collectMore()
      return module.main(argv, host)
    })
    .then((code) => {
      process.exitCode = code
    }, report)
}
