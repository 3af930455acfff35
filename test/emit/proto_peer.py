"""The other side of the round trips of proto contracts.

Usage: proto_peer.py FOLDER PACKAGE PROTO_ROOT PROTO_FILE, with length-prefixed blocks on stdin: first
JSON of {"seed", "given", "made", "messages": [[class, full name], …]}, then `given` payloads, the n-th of the
message n modulo their number.

Answers with length-prefixed blocks: for each payload, what generated Python writes after reading it,
what protobuf's own runtime writes, and what each of them read, as a dump; then `made` payloads of
random messages that protobuf's runtime made, each with its dump.

protobuf has two runtimes for Python: the default one orders the entries of a map in a way of its own,
the one in pure Python orders them by key, as those for C++, Go and Java do.
"""

from __future__ import annotations

import importlib
import json
import math
import os
import random
import struct
import subprocess
import sys
import tempfile

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory
from google.protobuf.descriptor import FieldDescriptor as F


def read_block():
    (size,) = struct.unpack("<I", sys.stdin.buffer.read(4))
    return sys.stdin.buffer.read(size)


def write_block(data):
    sys.stdout.buffer.write(struct.pack("<I", len(data)) + data)


def load_pool(root, path):
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(folder, "set")
        command = [sys.executable, "-m", "grpc_tools.protoc", "-I.", "--include_imports"]
        command += [f"--descriptor_set_out={out}", path]
        subprocess.run(command, cwd=root, check=True, stderr=subprocess.DEVNULL)
        with open(out, "rb") as stream:
            files = descriptor_pb2.FileDescriptorSet.FromString(stream.read())
    pool = descriptor_pool.DescriptorPool()
    for file in files.file:
        pool.Add(file)
    return pool


def dump_scalar(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return "nan" if math.isnan(value) else struct.pack(">d", value).hex()
    if isinstance(value, str):
        return value.encode().hex()
    return value.hex() if isinstance(value, bytes) else str(int(value))


def dump_own(value):
    """The dump of a generated message: nothing but its public attributes and its table."""
    spec = getattr(value, "_spec", None)
    if spec is None:
        return dump_scalar(value)
    parts = []
    for field in spec.fields:
        held = getattr(value, field.prop)
        if isinstance(held, list):
            text = "[" + ",".join(map(dump_own, held)) + "]"
        elif isinstance(held, dict):
            entries = sorted(f"{dump_scalar(k)}:{dump_own(v)}" for k, v in held.items())
            text = "<" + ",".join(entries) + ">"
        elif held is None:
            continue
        else:
            text = dump_own(held)
        parts.append(f"{field.number}={text}")
    return "{" + ";".join(parts) + "}"


def is_map(field):
    return field.message_type is not None and field.message_type.GetOptions().map_entry


def fields_of(descriptor):
    usable = (f for f in descriptor.fields if f.type != F.TYPE_GROUP)
    return sorted(usable, key=lambda f: f.number)


def dump_google(value):
    if not hasattr(value, "DESCRIPTOR"):
        return dump_scalar(value)
    parts = []
    for field in fields_of(value.DESCRIPTOR):
        held = getattr(value, field.name)
        if is_map(field):
            entries = sorted(f"{dump_scalar(k)}:{dump_google(held[k])}" for k in held)
            text = "<" + ",".join(entries) + ">"
        elif field.is_repeated:
            text = "[" + ",".join(map(dump_google, held)) + "]"
        elif field.has_presence and not value.HasField(field.name):
            continue
        else:
            text = dump_google(held)
        parts.append(f"{field.number}={text}")
    return "{" + ";".join(parts) + "}"


INTEGERS = {
    F.TYPE_INT32: (-(2**31), 2**31 - 1),
    F.TYPE_SINT32: (-(2**31), 2**31 - 1),
    F.TYPE_SFIXED32: (-(2**31), 2**31 - 1),
    F.TYPE_UINT32: (0, 2**32 - 1),
    F.TYPE_FIXED32: (0, 2**32 - 1),
    F.TYPE_INT64: (-(2**63), 2**63 - 1),
    F.TYPE_SINT64: (-(2**63), 2**63 - 1),
    F.TYPE_SFIXED64: (-(2**63), 2**63 - 1),
    F.TYPE_UINT64: (0, 2**64 - 1),
    F.TYPE_FIXED64: (0, 2**64 - 1),
}


def random_scalar(rng, field):
    if field.type in INTEGERS:
        low, high = INTEGERS[field.type]
        return rng.choice([low, high, 0 if low <= 0 else low, rng.randint(low, high), rng.randint(0, 300)])
    if field.type in (F.TYPE_DOUBLE, F.TYPE_FLOAT):
        wide = rng.choice([0.0, -0.0, 0.1, math.inf, -math.inf, math.nan, rng.uniform(-1e9, 1e9)])
        return struct.unpack("<f", struct.pack("<f", wide))[0] if field.type == F.TYPE_FLOAT else wide
    if field.type == F.TYPE_BOOL:
        return rng.random() < 0.5
    if field.type == F.TYPE_STRING:
        return "".join(rng.choice("aé中😀\ue000\uffff\x00") for _ in range(rng.randint(0, 4)))
    if field.type == F.TYPE_BYTES:
        return bytes(rng.randrange(256) for _ in range(rng.randint(0, 5)))
    return rng.choice(field.enum_type.values).number


def fill(rng, message, depth):
    for field in fields_of(message.DESCRIPTOR):
        inner = field.message_type.fields_by_number[2] if is_map(field) else field
        is_message = inner.message_type is not None
        many = is_map(field) or field.is_repeated
        if is_message and depth > 1 and not field.is_required:
            continue
        if not many and not field.is_required and rng.random() < 0.4:
            continue
        held = getattr(message, field.name)
        if is_map(field):
            key = field.message_type.fields_by_number[1]
            for _ in range(rng.randint(0, 3 - min(depth, 2))):
                if is_message:
                    fill(rng, held[random_scalar(rng, key)], depth + 1)
                else:
                    held[random_scalar(rng, key)] = random_scalar(rng, inner)
        elif field.is_repeated:
            for _ in range(rng.randint(0, 3 - min(depth, 2))):
                fill(rng, held.add(), depth + 1) if is_message else held.append(random_scalar(rng, field))
        elif is_message:
            held.SetInParent()
            fill(rng, held, depth + 1)
        else:
            setattr(message, field.name, random_scalar(rng, field))


def main(folder, package, root, path):
    sys.path.insert(0, folder)
    module = importlib.import_module(package)
    config = json.loads(read_block())
    pool = load_pool(root, path)
    kinds = []
    for name, full in config["messages"]:
        google = message_factory.GetMessageClass(pool.FindMessageTypeByName(full))
        kinds.append((full, getattr(module, f"encode_{name}"), getattr(module, f"decode_{name}"), google))
    for n in range(config["given"]):
        full, encode, decode, google = kinds[n % len(kinds)]
        payload = read_block()
        own = decode(payload)
        theirs = google.FromString(payload)
        write_block(encode(own))
        write_block(theirs.SerializeToString(deterministic=True))
        write_block(dump_own(own).encode())
        write_block(dump_google(theirs).encode())
    rng = random.Random(config["seed"])
    for n in range(config["made"]):
        full, encode, decode, google = kinds[n % len(kinds)]
        message = google()
        fill(rng, message, 0)
        payload = message.SerializeToString(deterministic=True)
        own = decode(payload)
        if dump_own(own) != dump_google(message):
            raise AssertionError(f"value {n} of {full}:\n{dump_own(own)}\n{dump_google(message)}")
        if encode(own) != payload:
            raise AssertionError(f"value {n} of {full}:\n{encode(own).hex()}\n{payload.hex()}")
        write_block(payload)
        write_block(dump_google(message).encode())


main(*sys.argv[1:])
