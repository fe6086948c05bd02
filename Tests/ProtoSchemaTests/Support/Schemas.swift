import ProtoSchema

/// Links texts given by path; the first path is the one asked for, and `descriptor.proto` is always there.
func link(_ files: KeyValuePairs<String, String>) throws -> Schema {
  let texts = Dictionary(files.map { ($0.key, $0.value) }, uniquingKeysWith: { first, _ in first })
  return try SchemaLoader.load(files.prefix(1).map(\.key)) { path in
    (texts[path] ?? (path == DescriptorSchema.path ? DescriptorSchema.text : nil)).map { Array($0.utf8) }
  }
}

/// Links one proto3 file, `t.proto`, with a package `p`.
func link(proto3 body: String) throws -> Schema {
  try link(["t.proto": "syntax = \"proto3\"; package p;\n" + body])
}

/// The diagnostics of one proto3 file whose body begins in line 2, as they are printed.
func findings(proto3 body: String) -> [String] {
  do {
    _ = try link(proto3: body)
    return []
  } catch let error as SchemaError {
    return error.diagnostics.map(\.description)
  } catch {
    return ["\(error)"]
  }
}

/// The diagnostics of a whole file.
func findings(_ text: String) -> [String] {
  do {
    _ = try link(["t.proto": text])
    return []
  } catch let error as SchemaError {
    return error.diagnostics.map(\.description)
  } catch {
    return ["\(error)"]
  }
}
