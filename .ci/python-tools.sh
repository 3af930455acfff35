#!/bin/sh
# Makes the Python environment that the differential tests compare with: protoc, protobuf's own
# runtime, and the reference of PEP 440. RTT_PYTHON may name another interpreter that has all three.
set -eu
cd "$(dirname "$0")/.."
venv=.ci/tools/venv
[ -x "$venv/bin/python" ] || python3 -m venv "$venv"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check \
  grpcio-tools==1.85.1 protobuf==7.36.2 packaging==26.3
