"""Python's side of the round trips.

round_trip.py generate FOLDER SEED COUNT TYPE...   writes python.bin and python.jsonl
round_trip.py check FOLDER SEED COUNT TYPE...      compares with them what came back, and both forms of what we made

FOLDER/schema holds the modules that protoc made of the schema; messages take turns at being of each TYPE.
"""

import importlib
import pathlib
import random
import sys

from google.protobuf import descriptor_pool, json_format, message_factory
from google.protobuf.internal import decoder, encoder

import random_messages

LINKED = [
    "google.protobuf.Any", "google.protobuf.Duration", "google.protobuf.Empty", "google.protobuf.FieldMask",
    "google.protobuf.Int64Value", "google.protobuf.StringValue", "google.protobuf.Timestamp",
    "google.protobuf.SourceContext",
]


def main(command, folder, seed, count, *names):
    folder = pathlib.Path(folder)
    schema = folder / "schema"
    sys.path.insert(0, str(schema))
    for module in sorted(schema.rglob("*_pb2.py")):
        importlib.import_module(".".join(module.relative_to(schema).with_suffix("").parts))
    classes = [random_messages.message_class(name) for name in names]
    kinds = [classes[index % len(classes)] for index in range(int(count))]
    if command == "generate":
        source = random_messages.RandomMessages(random.Random(int(seed)), LINKED)
        write(folder / "python", [source.message(kind.DESCRIPTOR.full_name) for kind in kinds])
    else:
        originals = read_binary(folder / "python.bin", kinds)
        compare("re-encoded to binary", originals, read_binary(folder / "back.bin", kinds))
        compare("re-encoded to JSON", originals, read_json(folder / "back.jsonl", kinds))
        made = read_binary(folder / "made.bin", kinds)
        compare("made elsewhere", made, read_json(folder / "made.jsonl", kinds))


def write(path, messages):
    with open(path.with_suffix(".bin"), "wb") as binary, open(path.with_suffix(".jsonl"), "w") as lines:
        for index, message in enumerate(messages):
            data = message.SerializeToString()
            encoder._EncodeVarint(binary.write, len(data))
            binary.write(data)
            # Every second message shows characters beyond ASCII as they are, every third the schema's names.
            text = json_format.MessageToJson(
                message, indent=None, ensure_ascii=index % 2 == 0, preserving_proto_field_name=index % 3 == 0)
            lines.write(text.replace("\n", " ") + "\n")


def read_binary(path, kinds):
    data, position, messages = path.read_bytes(), 0, []
    for kind in kinds:
        length, position = decoder._DecodeVarint(data, position)
        messages.append(kind.FromString(data[position:position + length]))
        position += length
    assert position == len(data), f"{path.name} goes on behind the last message"
    return messages


def read_json(path, kinds):
    lines = path.read_bytes().decode().split("\n")
    assert lines.pop() == "" and len(lines) == len(kinds), f"{path.name} has {len(lines)} lines"
    messages = []
    for number, (line, kind) in enumerate(zip(lines, kinds)):
        try:
            messages.append(json_format.Parse(line, kind()))
        except json_format.ParseError as error:
            sys.exit(f"{path.name} line {number + 1}: {error}\n{line}")
    return messages


def compare(what, expected, found):
    for index, (a, b) in enumerate(zip(expected, found, strict=True)):
        # Bytes, since NaN does not equal itself.
        if a.SerializeToString(deterministic=True) != b.SerializeToString(deterministic=True):
            sys.exit(f"message {index} {what} ({a.DESCRIPTOR.full_name}) was\n{a}\nand is\n{b}")
    print(f"{what}: {len(expected)} messages are the same")


if __name__ == "__main__":
    main(*sys.argv[1:])
