import ProtoCompiler
import ProtoSchema

/// One run: schema files in, Swift and descriptors out.
struct Compilation {
  private let job: Job
  private let files: ProtoFiles

  init(_ job: Job) {
    self.job = job
    files = ProtoFiles(roots: job.protoPaths)
  }

  /// Does the job; nothing is written when a schema is wrong.
  func run() throws {
    try files.check()
    let paths = try files.expand(job.files, skipping: job.skip)
    try warn("skip", job.skip, choosing: files.expand(job.files, skipping: []))
    warn("skipServices", job.skipServices, choosing: paths)
    do {
      let schema = try SchemaLoader.load(paths) { files.read($0) }
      let document = try document(of: paths, of: schema)
      let swift = job.swiftOutput == nil ? [] : try generate(paths, of: schema) + constant(of: document)
      if let folder = job.swiftOutput { try OutputFiles.write(swift, into: folder) }
      if let file = job.descriptorSet { try OutputFiles.write(schema.descriptorSet(), to: file) }
      if let file = job.openAPIOutput, let document { try OutputFiles.write(Array(document.document().utf8), to: file) }
    } catch let error as SchemaError {
      throw SchemaError(error.diagnostics.map { files.located($0) })
    }
  }

  /// Says which patterns of files to leave out fit none.
  private func warn(_ key: String, _ patterns: [String], choosing paths: [String]) {
    for pattern in patterns where PathPattern.chosen(of: paths, by: [pattern], skipping: []).isEmpty {
      StandardError.write("protogen: warning: \(key): no chosen file matches \(pattern)\n")
    }
  }

  /// What makes the OpenAPI document, if one is wanted.
  private func document(of paths: [String], of schema: Schema) throws -> OpenAPIGenerator? {
    guard let base = job.openAPIBase else { return nil }
    let bytes = try OutputFiles.read(base)
    return try OpenAPIGenerator(schema: schema, paths: paths, base: bytes, basePath: base)
  }

  /// The document as a Swift file, where no other file is named for it.
  private func constant(of document: OpenAPIGenerator?) throws(SchemaError) -> [GeneratedFile] {
    guard let document, job.openAPIOutput == nil else { return [] }
    return [try document.swiftFile(visibility: job.options.visibility)]
  }

  private func generate(_ paths: [String], of schema: Schema) throws(SchemaError) -> [GeneratedFile] {
    let unwanted = paths.filter { path in job.skipServices.contains { PathPattern.matches(path[...], $0[...]) } }
    return try Generator(schema: schema, paths: paths, options: job.options, withoutStubs: Set(unwanted)).generate()
  }
}
