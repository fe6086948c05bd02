"""Random messages of any schema, the same for the same seed."""

import math
import struct

from google.protobuf import any_pb2, descriptor_pool, message_factory
from google.protobuf.descriptor import FieldDescriptor as Field

INTEGERS = {
    Field.CPPTYPE_INT32: (-(2**31), 2**31 - 1),
    Field.CPPTYPE_INT64: (-(2**63), 2**63 - 1),
    Field.CPPTYPE_UINT32: (0, 2**32 - 1),
    Field.CPPTYPE_UINT64: (0, 2**64 - 1),
}
CHARACTERS = "abcXYZ 019_-+/\\\"'<>&{}[]:,\0\x01\x1f\x7f\n\r\t\b\fäßŁ城\u0301\u2028\ufeff\ufffd😀\U0010ffff"
DEPTH = 4


def message_class(name):
    return message_factory.GetMessageClass(descriptor_pool.Default().FindMessageTypeByName(name))


class RandomMessages:
    def __init__(self, random, linked):
        self.random = random
        # What an Any may contain: one field of map type would have two encodings, so there is none.
        self.linked = linked

    def message(self, name):
        message = message_class(name)()
        self.fill(message, 0)
        return message

    def fill(self, message, depth):
        special = getattr(self, "fill_" + message.DESCRIPTOR.full_name.replace(".", "_"), None)
        if special:
            return special(message, depth)
        grouped = [list(oneof.fields) for oneof in message.DESCRIPTOR.oneofs]
        alone = [[field] for field in message.DESCRIPTOR.fields if field.containing_oneof is None]
        for fields in grouped + alone:
            if self.random.random() < 0.6:
                self.fill_field(message, self.random.choice(fields), depth)

    def fill_field(self, message, field, depth):
        if field.message_type and depth >= DEPTH:
            return
        if field.message_type and field.message_type.GetOptions().map_entry:
            self.fill_map(getattr(message, field.name), field.message_type, depth)
        elif field.is_repeated:
            values = getattr(message, field.name)
            for _ in range(self.random.randrange(4)):
                if field.message_type:
                    self.fill(values.add(), depth + 1)
                else:
                    values.append(self.scalar(field))
        elif field.message_type:
            inner = getattr(message, field.name)
            inner.SetInParent()
            self.fill(inner, depth + 1)
        else:
            setattr(message, field.name, self.scalar(field))

    def fill_map(self, entries, entry, depth):
        key, value = entry.fields_by_name["key"], entry.fields_by_name["value"]
        for _ in range(self.random.randrange(3)):
            if value.message_type:
                self.fill(entries[self.scalar(key)], depth + 1)
            else:
                entries[self.scalar(key)] = self.scalar(value)

    def scalar(self, field):
        if field.cpp_type in INTEGERS:
            low, high = INTEGERS[field.cpp_type]
            few = [0, 1, low, high, low + 1, 2**53 + 1 if high > 2**53 else 127]
            return self.random.choice(few + [self.random.randint(low, high)] * 3)
        if field.cpp_type == Field.CPPTYPE_DOUBLE:
            return self.real("<d", 8)
        if field.cpp_type == Field.CPPTYPE_FLOAT:
            return self.real("<f", 4)
        if field.cpp_type == Field.CPPTYPE_BOOL:
            return self.random.random() < 0.5
        if field.cpp_type == Field.CPPTYPE_ENUM:
            return self.enum(field.enum_type)
        text = self.text()
        return text.encode() + bytes([255]) if field.type == Field.TYPE_BYTES else text

    def enum(self, enum):
        numbers = [value.number for value in enum.values]
        if enum.full_name != "google.protobuf.NullValue" and self.random.random() < 0.1:
            return self.random.randint(*INTEGERS[Field.CPPTYPE_INT32])
        return self.random.choice(numbers)

    def real(self, form, size):
        some = [0.0, -0.0, 1.0, -1.5, 0.1, 1e16, math.inf, -math.inf, math.nan]
        value = struct.unpack(form, self.random.randbytes(size))[0]
        chosen = self.random.choice(some + [value] * 6)
        if math.isnan(chosen):
            return math.nan
        return struct.unpack(form, struct.pack(form, chosen))[0]

    def text(self):
        return "".join(self.random.choice(CHARACTERS) for _ in range(self.random.randrange(8)))

    # Types whose JSON form is their own have fewer values than their fields could hold.

    def fill_google_protobuf_Timestamp(self, message, depth):
        message.seconds = self.random.choice([0, -1, -62135596800, 253402300799, self.random.randint(-(10**10), 10**10)])
        message.nanos = self.fraction()

    def fill_google_protobuf_Duration(self, message, depth):
        sign = self.random.choice([-1, 1])
        message.seconds = sign * self.random.choice([0, 1, 315576000000, self.random.randrange(10**9)])
        message.nanos = sign * self.fraction()

    def fraction(self):
        return self.random.choice([0, 1, 10**6, 10**3, 999999999, self.random.randrange(10**9)])

    def fill_google_protobuf_FieldMask(self, message, depth):
        paths = ["a", "user.display_name", "photo", "a1_b", "x_y_z.w"]
        message.paths.extend(self.random.choice(paths) for _ in range(self.random.randrange(4)))

    def fill_google_protobuf_Value(self, message, depth):
        kinds = ["null", "number", "string", "bool"] + (["struct", "list"] if depth < DEPTH else [])
        kind = self.random.choice(kinds)
        if kind == "null":
            message.null_value = 0
        elif kind == "number":
            number = self.real("<d", 8)
            message.number_value = number if math.isfinite(number) else 0.5
        elif kind == "string":
            message.string_value = self.text()
        elif kind == "bool":
            message.bool_value = self.random.random() < 0.5
        elif kind == "struct":
            message.struct_value.SetInParent()
            self.fill(message.struct_value, depth + 1)
        else:
            message.list_value.SetInParent()
            self.fill(message.list_value, depth + 1)

    def fill_google_protobuf_Any(self, message, depth):
        if depth >= DEPTH or self.random.random() < 0.2:
            return
        content = message_class(self.random.choice(self.linked))()
        self.fill(content, depth + 1)
        packed = any_pb2.Any()
        packed.Pack(content, deterministic=True)
        message.CopyFrom(packed)
