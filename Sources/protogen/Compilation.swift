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
      let swift = job.swiftOutput == nil ? [] : try generate(paths, of: schema)
      if let folder = job.swiftOutput { try OutputFiles.write(swift, into: folder) }
      if let file = job.descriptorSet { try OutputFiles.write(schema.descriptorSet(), to: file) }
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

  private func generate(_ paths: [String], of schema: Schema) throws(SchemaError) -> [GeneratedFile] {
    let unwanted = paths.filter { path in job.skipServices.contains { PathPattern.matches(path[...], $0[...]) } }
    return try Generator(schema: schema, paths: paths, options: job.options, withoutStubs: Set(unwanted)).generate()
  }
}
