import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')
const venv = join(root, '.ci/tools/venv/bin/python')

const runs = (python: string, code: string): boolean =>
  spawnSync(python, ['-c', code], { stdio: 'ignore' }).status === 0

/**
 * The interpreter that holds protoc and protobuf: RTT_PYTHON, or what .ci/python-tools.sh makes.
 */
const toolPython = process.env['RTT_PYTHON'] ?? venv

const hasTools = existsSync(toolPython) && runs(toolPython, 'import grpc_tools, google.protobuf')

/**
 * Options of a test that needs protoc or protobuf's runtime: skipped by name where there is none.
 */
export const needsProtobuf = hasTools
  ? {}
  : { skip: 'needs grpcio-tools and protobuf: run .ci/python-tools.sh, or set RTT_PYTHON' }

const anyPython = [toolPython, 'python3', 'python'].find((p) =>
  runs(p, 'import sys; sys.exit(sys.version_info < (3, 9))'),
)

/** Options of a test that needs Python 3.9 or later and nothing else. */
export const needsPython = anyPython ? {} : { skip: 'needs Python 3.9 or later' }

export const protobufPython = toolPython
export const plainPython = anyPython ?? 'python3'
