/// A target's `protogen.json`. The build plugin has this file too.
struct TargetConfiguration: Decodable {
  /// The folder files are imported from, counted from the target's.
  var protoPath: String
  /// Paths and patterns of the files to generate.
  var files: [String]
  /// Patterns of files to leave out.
  var skip: [String]?
  /// Whether messages and enums are generated; they are unless told otherwise.
  var messages: Bool?
  /// Whether stubs of services are generated; they are not unless told so.
  var services: Bool?
  /// Patterns of files whose services get none all the same: services of one name would have stubs of one name.
  var skipServices: [String]?
  /// `public`, `package` or `internal`, the last unless told otherwise.
  var visibility: String?
  /// Modules with types that the files use.
  var imports: [String]?
  /// Whether `google/protobuf` types are generated too; only the runtime itself wants them.
  var wellKnownTypes: Bool?
  /// How many Swift files the messages of a schema file are spread over; one unless told otherwise.
  var parts: Int?
  /// The base of an OpenAPI document that is made of the services and becomes a constant, counted from the target's folder.
  var openapi: String?
}
