internal import ProtoSchema

/// The schema files whose types are part of the runtime, for schemas that import them without having a copy.
public enum WellKnownSchemas {
  /// The text of the file imported by a path, if it is one of them.
  public static func text(of path: String) -> String? {
    path == DescriptorSchema.path ? DescriptorSchema.text : bodies[path].map { head + $0 }
  }

  private static let head = """
    syntax = "proto3";
    package google.protobuf;
    option swift_prefix = "GoogleProtobuf";

    """

  private static let bodies = [
    "google/protobuf/any.proto": "message Any { string type_url = 1; bytes value = 2; }",
    "google/protobuf/duration.proto": "message Duration { int64 seconds = 1; int32 nanos = 2; }",
    "google/protobuf/timestamp.proto": "message Timestamp { int64 seconds = 1; int32 nanos = 2; }",
    "google/protobuf/struct.proto": """
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
    message ListValue { repeated Value values = 1; }
    """,
  ]
}
