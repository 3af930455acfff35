"""Contracts of .proto files as protoc and protobuf's own descriptors tell them.

Usage: descriptors.py ROOT FILE...  The files are relative to ROOT, which is the include folder.
Prints one JSON document: contract bodies by "FILE ID", in the shape of src/core/model/contract.ts.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile

from google.protobuf import descriptor_pb2, descriptor_pool
from google.protobuf.descriptor import FieldDescriptor as F

SCALARS = {
    F.TYPE_DOUBLE: "double",
    F.TYPE_FLOAT: "float",
    F.TYPE_INT32: "int32",
    F.TYPE_INT64: "int64",
    F.TYPE_UINT32: "uint32",
    F.TYPE_UINT64: "uint64",
    F.TYPE_SINT32: "sint32",
    F.TYPE_SINT64: "sint64",
    F.TYPE_FIXED32: "fixed32",
    F.TYPE_FIXED64: "fixed64",
    F.TYPE_SFIXED32: "sfixed32",
    F.TYPE_SFIXED64: "sfixed64",
    F.TYPE_BOOL: "bool",
    F.TYPE_STRING: "string",
    F.TYPE_BYTES: "bytes",
}


def type_of(field):
    if field.type in SCALARS:
        return {"kind": "scalar", "scalar": SCALARS[field.type]}
    named = field.enum_type if field.type == F.TYPE_ENUM else field.message_type
    return {"kind": "ref", "name": named.full_name}


def is_map(field):
    return field.message_type is not None and field.message_type.GetOptions().map_entry


def proto_of(field):
    message = descriptor_pb2.DescriptorProto()
    field.containing_type.CopyToProto(message)
    return next(f for f in message.field if f.number == field.number)


def real_oneof(field):
    oneof = field.containing_oneof
    return oneof.name if oneof is not None and not proto_of(field).proto3_optional else None


def default_of(field):
    proto = proto_of(field)
    return proto.default_value if proto.HasField("default_value") else None


def presence_of(field):
    if is_map(field):
        return "map"
    if field.is_repeated:
        return "repeated"
    if field.is_required:
        return "required"
    return "optional" if field.has_presence else "implicit"


def field_of(field):
    out = {"name": field.name, "number": field.number, "presence": presence_of(field)}
    if is_map(field):
        entry = field.message_type.fields_by_number
        out["type"] = {"kind": "map", "key": type_of(entry[1]), "value": type_of(entry[2])}
    else:
        out["type"] = type_of(field)
    if field.json_name != field.name:
        out["jsonName"] = field.json_name
    if real_oneof(field) is not None:
        out["oneof"] = real_oneof(field)
    if field.is_repeated and not is_map(field) and field.is_packed:
        out["packed"] = True
    if default_of(field) is not None:
        out["default"] = default_of(field)
    if field.type == F.TYPE_GROUP:
        out["delimited"] = True
    return out


def collect(message, types):
    if message.full_name in types:
        return
    fields = sorted((field_of(f) for f in message.fields), key=lambda f: f["number"])
    types[message.full_name] = {"kind": "message", "name": message.full_name, "fields": fields}
    for field in message.fields:
        inner = field.message_type.fields_by_number[2] if is_map(field) else field
        if inner.enum_type is not None:
            collect_enum(inner.enum_type, types)
        if inner.message_type is not None:
            collect(inner.message_type, types)


def collect_enum(enum, types):
    values = [{"name": v.name, "number": v.number} for v in enum.values]
    first = values[0]["number"]
    out = {"kind": "enum", "name": enum.full_name, "closed": enum.is_closed}
    out["values"] = sorted(values, key=lambda v: (v["number"], v["name"]))
    if first != 0:
        out["default"] = first
    types[enum.full_name] = out


def body(name, methods, starts, root):
    types = {}
    for start in starts:
        collect(start, types)
    ordered = [types[k] for k in sorted(types)]
    out = {"v": 1, "dialect": "proto", "id": name, "methods": methods, "types": ordered}
    if root:
        out["root"] = {"kind": "ref", "name": name}
    return out


def method_of(method):
    service = descriptor_pb2.ServiceDescriptorProto()
    method.containing_service.CopyToProto(service)
    proto = next(m for m in service.method if m.name == method.name)
    return {
        "name": method.name,
        "input": {"kind": "ref", "name": method.input_type.full_name},
        "output": {"kind": "ref", "name": method.output_type.full_name},
        "clientStreaming": proto.client_streaming,
        "serverStreaming": proto.server_streaming,
    }


def bodies_of(file):
    if not file.services_by_name:
        for message in file.message_types_by_name.values():
            yield body(message.full_name, [], [message], True)
    for service in file.services_by_name.values():
        methods = sorted((method_of(m) for m in service.methods), key=lambda m: m["name"])
        starts = [t for m in service.methods for t in (m.input_type, m.output_type)]
        yield body(service.full_name, methods, starts, False)


def main(root, paths):
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(folder, "set")
        command = [sys.executable, "-m", "grpc_tools.protoc", "-I.", "--include_imports"]
        command += [f"--descriptor_set_out={out}", *paths]
        subprocess.run(command, cwd=root, check=True, stderr=subprocess.DEVNULL)
        with open(out, "rb") as stream:
            files = descriptor_pb2.FileDescriptorSet.FromString(stream.read())
    pool = descriptor_pool.DescriptorPool()
    for file in files.file:
        pool.Add(file)
    for path in paths:
        for made in bodies_of(pool.FindFileByName(path)):
            found[f"{path} {made['id']}"] = made
    json.dump(found, sys.stdout)


main(sys.argv[1], sys.argv[2:])
