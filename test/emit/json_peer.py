"""The other side of the round trips of contracts whose payload is JSON.

Usage: json_peer.py FOLDER PACKAGE, with length-prefixed blocks on stdin: first JSON of a list of names
of types, then payloads, the n-th of type n modulo their number. Answers each with what generated
Python writes after reading it.
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
        answer = encode(decode(payload))
        sys.stdout.buffer.write(struct.pack("<I", len(answer)) + answer)
        count += 1


main(*sys.argv[1:])
