/// Names of generated files.
public enum OutputName {
  /// Files whose types are part of the runtime.
  public static let wellKnownTypes: Set<String> = [
    "google/protobuf/any.proto", "google/protobuf/api.proto", "google/protobuf/duration.proto",
    "google/protobuf/empty.proto", "google/protobuf/field_mask.proto", "google/protobuf/source_context.proto",
    "google/protobuf/struct.proto", "google/protobuf/timestamp.proto", "google/protobuf/type.proto",
    "google/protobuf/wrappers.proto",
  ]

  /// The file of messages: `spots/store/v1/release.proto` gives `spots_store_v1_release.pb.swift`.
  public static func messages(of path: String) -> String { stem(path) + ".pb.swift" }

  /// The file of service stubs: `spots/store/v1/release.proto` gives `spots_store_v1_release.rpc.swift`.
  public static func services(of path: String) -> String { stem(path) + ".rpc.swift" }

  /// The type with the descriptor of a file: `google/rpc/status.proto` gives `GoogleRpcStatusSchema`.
  static func schemaType(of path: String) -> String { typeStem(path) + "Schema" }

  /// The type with the descriptors that services need: `spots/admin/v1/admin.proto` gives `SpotsAdminV1AdminServices`.
  static func servicesType(of path: String) -> String { typeStem(path) + "Services" }

  private static func typeStem(_ path: String) -> String {
    SwiftNames.upperCamel(stem(path).split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }.joined(separator: "_"))
  }

  private static func stem(_ path: String) -> String {
    let name = path.hasSuffix(".proto") ? String(path.dropLast(6)) : path
    return String(name.map { $0 == "/" ? "_" : $0 })
  }
}
