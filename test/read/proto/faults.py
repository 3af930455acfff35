"""Where protoc finds the first fault of each file.

Usage: faults.py ROOT FILE...  Prints one JSON document: [line, column] by file, null where there is
no fault or it has no position.
"""

from __future__ import annotations

import json
import os
import re
import sys
import tempfile

from grpc_tools import protoc


def first_fault(path):
    with tempfile.TemporaryFile() as errors:
        saved = os.dup(2)
        os.dup2(errors.fileno(), 2)
        try:
            code = protoc.main(["protoc", "-I.", f"--descriptor_set_out={os.devnull}", path])
        finally:
            os.dup2(saved, 2)
            os.close(saved)
        errors.seek(0)
        text = errors.read().decode()
    if code == 0:
        return None
    for found in re.finditer(rf"{re.escape(path)}:(\d+):(\d+): (?!warning)", text):
        return [int(found[1]), int(found[2])]
    return None


os.chdir(sys.argv[1])
json.dump({path: first_fault(path) for path in sys.argv[2:]}, sys.stdout)
