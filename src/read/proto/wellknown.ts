import type { ProtoFile } from '../../core/model/protofile.ts'
import { parseProto } from './parse.ts'

const wrapper = (name: string, type: string): string =>
  `message ${name}Value { ${type} value = 1; }\n`

const sources: Readonly<Record<string, string>> = {
  any: 'message Any { string type_url = 1; bytes value = 2; }',
  duration: 'message Duration { int64 seconds = 1; int32 nanos = 2; }',
  empty: 'message Empty {}',
  field_mask: 'message FieldMask { repeated string paths = 1; }',
  timestamp: 'message Timestamp { int64 seconds = 1; int32 nanos = 2; }',
  struct: `
    message Struct { map<string, Value> fields = 1; }
    message Value {
      oneof kind {
        NullValue null_value = 1;
        double number_value = 2;
        string string_value = 3;
        bool bool_value = 4;
        Struct struct_value = 5;
        ListValue list_value = 6;
      }
    }
    enum NullValue { NULL_VALUE = 0; }
    message ListValue { repeated Value values = 1; }`,
  wrappers:
    wrapper('Double', 'double') +
    wrapper('Float', 'float') +
    wrapper('Int64', 'int64') +
    wrapper('UInt64', 'uint64') +
    wrapper('Int32', 'int32') +
    wrapper('UInt32', 'uint32') +
    wrapper('Bool', 'bool') +
    wrapper('String', 'string') +
    wrapper('Bytes', 'bytes'),
}

/** Files of protoc's own include folder whose types are for tools, not for payloads. */
const toolFiles = ['api', 'cpp_features', 'descriptor', 'go_features', 'java_features'].concat(
  'source_context',
  'type',
  'compiler/plugin',
)

const pathOf = (stem: string): string => `google/protobuf/${stem}.proto`

const parsed = (stem: string): ProtoFile => {
  const text = `syntax = "proto3"; package google.protobuf; ${sources[stem]}`
  return parseProto({ path: pathOf(stem), text }).file
}

/**
 * Files that every protoc brings along, by import path: the types that payloads use are here, those
 * that only tools use (descriptor.proto and its like) have the import but no types.
 */
export const wellKnownFiles: ReadonlyMap<string, ProtoFile> = new Map([
  ...Object.keys(sources).map((stem): [string, ProtoFile] => [pathOf(stem), parsed(stem)]),
  ...toolFiles.map((stem): [string, ProtoFile] => [
    pathOf(stem),
    parseProto({ path: pathOf(stem), text: 'syntax = "proto3"; package google.protobuf;' }).file,
  ]),
])
