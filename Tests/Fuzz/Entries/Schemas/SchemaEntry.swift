import ProtoCompiler
import ProtoSchema

/// Schema text of any bytes is refused with diagnostics that point into it, or gives Swift text, the same every time.
///
/// The byte FF, which no text has, parts the input into `a.proto`, `b.proto` and so on; `a.proto` is compiled.
enum SchemaEntry {
  static let entry = FuzzEntry(name: "schema") { input throws(Violation) in
    let files = Self.files(of: input)
    let schema: Schema
    do throws(SchemaError) {
      schema = try SchemaLoader.load(["a.proto"]) { path in
        files[path] ?? WellKnownSchemas.text(of: path).map { Array($0.utf8) }
      }
    } catch {
      return try check(error, files)
    }
    try Violation.unless(schema.descriptorSet() == schema.descriptorSet(), "two encodings of one schema")
    for visibility in GeneratorOptions.Visibility.allCases {
      try generate(schema, GeneratorOptions(visibility: visibility, services: true), files)
    }
  }

  private static func files(of input: [UInt8]) -> [String: [UInt8]] {
    var files: [String: [UInt8]] = [:]
    for (letter, text) in zip("abcdef", input.split(separator: 0xFF, omittingEmptySubsequences: false)) {
      files["\(letter).proto"] = Array(text)
    }
    return files
  }

  private static func check(_ error: SchemaError, _ files: [String: [UInt8]]) throws(Violation) {
    try Violation.unless(!error.diagnostics.isEmpty, "a refusal without a reason")
    for diagnostic in error.diagnostics {
      let lines = (files[diagnostic.path] ?? []).count { $0 == 0x0A || $0 == 0x0D } + 1
      let place = diagnostic.position
      try Violation.unless(
        (1...lines).contains(place.line) && place.column >= 1, "\(diagnostic) is not a place of the file")
      try Violation.unless(!diagnostic.message.isEmpty, "\(diagnostic) says nothing")
    }
  }

  private static func generate(
    _ schema: Schema, _ options: GeneratorOptions, _ files: [String: [UInt8]]
  ) throws(Violation) {
    let texts: [[GeneratedFile]]
    do throws(SchemaError) {
      texts = [try text(schema, options), try text(schema, options)]
    } catch {
      return try check(error, files)
    }
    try Violation.unless(texts[0] == texts[1], "the same schema gave two different texts")
  }

  private static func text(_ schema: Schema, _ options: GeneratorOptions) throws(SchemaError) -> [GeneratedFile] {
    try Generator(schema: schema, paths: ["a.proto"], options: options).generate()
  }
}
