internal import ProtoSchema

/// What every emitter needs to know: the schema, what is asked for, and the Swift names.
struct GeneratorContext {
  let schema: Schema
  let options: GeneratorOptions
  /// The files to generate.
  let paths: Set<String>
  let names: TypeNames
  /// The files whose types are the runtime's.
  let runtimeFiles: Set<String>
  let recursion: RecursiveFields

  /// The files whose services have stubs.
  let stubs: Set<String>

  init(schema: Schema, paths: [String], options: GeneratorOptions, withoutStubs: Set<String>) {
    self.schema = schema
    self.options = options
    self.paths = Set(paths)
    runtimeFiles = options.wellKnownTypes ? [] : OutputName.wellKnownTypes
    stubs = options.services ? self.paths.subtracting(withoutStubs) : []
    names = TypeNames(schema, generated: paths, stubs: stubs, runtime: runtimeFiles)
    recursion = RecursiveFields(schema)
  }

  /// The Swift type with the descriptor of a file, if it is generated in this module or the runtime's.
  func schemaType(of path: String) -> String? {
    if generatesMessages(of: path) { return names.file(path)?.schema }
    return OutputName.wellKnownTypes.contains(path) ? FileNames.runtimeSchema(of: path) : nil
  }

  /// Whether the messages of a file are generated in this module.
  func generatesMessages(of path: String) -> Bool {
    options.messages && paths.contains(path) && (options.wellKnownTypes || !OutputName.wellKnownTypes.contains(path))
  }
}
