import ProtoCompiler
import ProtoSchema

/// The text generated for one proto3 file, `t.proto`, of package `p`.
func generated(
  _ body: String, prefix: String? = "", options: GeneratorOptions = GeneratorOptions(visibility: .package)
) throws -> String {
  let prefix = prefix.map { "option swift_prefix = \"\($0)\";" } ?? ""
  let text = "syntax = \"proto3\"; package p.q_r.v1; \(prefix)\n" + body
  let schema = try SchemaLoader.load(["t.proto"]) { path in
    (path == "t.proto" ? text : WellKnownSchemas.text(of: path)).map { Array($0.utf8) }
  }
  let files = try Generator(schema: schema, paths: ["t.proto"], options: options).generate()
  return files.map(\.text).joined(separator: "\n")
}
