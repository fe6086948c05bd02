import ProtoCompiler

/// What to make of which schema files.
struct Job {
  /// Folders that files are imported from; the first that has a path gives its file.
  var protoPaths: [String]
  /// Files and patterns of files.
  var files: [String]
  /// Patterns of files to leave out.
  var skip: [String] = []
  /// Patterns of files whose services get no stubs.
  var skipServices: [String] = []
  /// The folder of the generated Swift files, if they are wanted.
  var swiftOutput: String?
  /// The file of the descriptor set, if it is wanted.
  var descriptorSet: String?
  /// How Swift is generated.
  var options = GeneratorOptions()
  /// The base of the OpenAPI document, if one is wanted.
  var openAPIBase: String?
  /// The file of the document; without one it becomes a Swift file among the others.
  var openAPIOutput: String?
}
