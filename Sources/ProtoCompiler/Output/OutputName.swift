/// Names of generated files. The build plugin has this file too.
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

  /// The files that the messages of one schema file are spread over: behind the first, `release.1.pb.swift` and so on.
  public static func messages(of path: String, parts: Int) -> [String] {
    [messages(of: path)] + (1..<Swift.max(parts, 1)).map { "\(stem(path)).\($0).pb.swift" }
  }

  /// The file of service stubs: `spots/store/v1/release.proto` gives `spots_store_v1_release.rpc.swift`.
  public static func services(of path: String) -> String { stem(path) + ".rpc.swift" }

  /// The file with the OpenAPI document of a target's services.
  public static let openAPI = "openapi.swift"

  /// The path in one word, without its ending.
  static func stem(_ path: String) -> String {
    let name = path.hasSuffix(".proto") ? String(path.dropLast(6)) : path
    return String(name.map { $0 == "/" ? "_" : $0 })
  }
}
