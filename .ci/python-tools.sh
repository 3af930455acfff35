#!/bin/sh
# Makes the Python environment that the differential tests compare with: protoc, protobuf's own
# runtime, the reference of PEP 440, and a checker of JSON Schema. RTT_PYTHON may name another interpreter that has all three.
set -eu
cd "$(dirname "$0")/.."
venv=.ci/tools/venv
[ -x "$venv/bin/python" ] || python3 -m venv "$venv"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check \
  grpcio-tools==1.85.1 protobuf==7.36.2 packaging==26.3 jsonschema==4.26.0
