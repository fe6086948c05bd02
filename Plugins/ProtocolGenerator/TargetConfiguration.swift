/// The part of a target's `protogen.json` that decides which files come out; protogen itself checks all of it.
struct TargetConfiguration: Decodable {
  var protoPath: String
  var files: [String]
  var messages: Bool?
  var services: Bool?
  var skip: [String]?
  var wellKnownTypes: Bool?

  /// Files whose types are part of the runtime and are generated for it alone.
  private static let runtimeFiles: Set<String> = [
    "google/protobuf/any.proto", "google/protobuf/api.proto", "google/protobuf/duration.proto",
    "google/protobuf/empty.proto", "google/protobuf/field_mask.proto", "google/protobuf/source_context.proto",
    "google/protobuf/struct.proto", "google/protobuf/timestamp.proto", "google/protobuf/type.proto",
    "google/protobuf/wrappers.proto",
  ]

  /// Names of the generated files for the schema files that the patterns choose, as protogen names them.
  func outputs(of paths: [String]) -> [String] {
    let chosen = paths.filter { path in
      files.contains { Self.matches(path[...], $0[...]) } && !(skip ?? []).contains { Self.matches(path[...], $0[...]) }
    }
    let generated = chosen.filter { wellKnownTypes == true || !Self.runtimeFiles.contains($0) }
    return generated.flatMap { path in
      let stem = path.dropLast(".proto".count).map { $0 == "/" ? "_" : String($0) }.joined()
      return (messages ?? true ? [stem + ".pb.swift"] : []) + (services ?? false ? [stem + ".rpc.swift"] : [])
    }
  }

  /// Whether a path fits a pattern: `*` stands for anything within a folder, `**` for anything.
  private static func matches(_ path: Substring, _ pattern: Substring) -> Bool {
    guard let first = pattern.first else { return path.isEmpty }
    if first != "*" { return path.first == first && matches(path.dropFirst(), pattern.dropFirst()) }
    let crossesFolders = pattern.hasPrefix("**")
    let rest = pattern.dropFirst(crossesFolders ? 2 : 1)
    var tail = path
    while true {
      if matches(tail, rest) { return true }
      guard let next = tail.first, crossesFolders || next != "/" else { return false }
      tail = tail.dropFirst()
    }
  }
}
