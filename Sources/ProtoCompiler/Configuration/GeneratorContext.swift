internal import ProtoSchema

/// What every emitter needs to know: the schema, what is asked for, and the Swift names.
struct GeneratorContext {
  let schema: Schema
  let options: GeneratorOptions
  /// The files to generate.
  let paths: Set<String>
  let names: TypeNames
  let recursion: RecursiveFields

  init(schema: Schema, paths: [String], options: GeneratorOptions) {
    self.schema = schema
    self.options = options
    self.paths = Set(paths)
    names = TypeNames(schema)
    recursion = RecursiveFields(schema)
  }

  /// Whether the messages of a file are generated in this module.
  func generatesMessages(of path: String) -> Bool {
    options.messages && paths.contains(path) && (options.wellKnownTypes || !OutputName.wellKnownTypes.contains(path))
  }
}
