"""What generated Python makes of damaged payloads.

Usage: verdict_peer.py FOLDER PACKAGE, with length-prefixed blocks on stdin: first JSON of a list of
names of types, then payloads, the n-th of type n modulo their number. Answers each with "+" and the
payload written again, or with "-" and the name of the error. Anything but an error of the connector
ends the process.
"""

from __future__ import annotations

import importlib
import json
import struct
import sys


def read_block():
    head = sys.stdin.buffer.read(4)
    return sys.stdin.buffer.read(struct.unpack("<I", head)[0]) if head else None


def main(folder, package):
    sys.path.insert(0, folder)
    module = importlib.import_module(package)
    names = json.loads(read_block())
    sides = [(getattr(module, f"encode_{n}"), getattr(module, f"decode_{n}")) for n in names]
    count = 0
    while (payload := read_block()) is not None:
        encode, decode = sides[count % len(sides)]
        try:
            answer = b"+" + encode(decode(payload))
        except module.DecodeError as error:
            answer = b"-" + type(error).__name__.encode()
        sys.stdout.buffer.write(struct.pack("<I", len(answer)) + answer)
        count += 1


main(*sys.argv[1:])
