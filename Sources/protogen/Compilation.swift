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
    do {
      let schema = try SchemaLoader.load(paths) { files.read($0) }
      let swift = job.swiftOutput == nil ? [] : try generate(paths, of: schema)
      if let folder = job.swiftOutput { try OutputFiles.write(swift, into: folder) }
      if let file = job.descriptorSet { try OutputFiles.write(schema.descriptorSet(), to: file) }
    } catch let error as SchemaError {
      throw SchemaError(error.diagnostics.map { files.located($0) })
    }
  }

  private func generate(_ paths: [String], of schema: Schema) throws(SchemaError) -> [GeneratedFile] {
    let unwanted = paths.filter { path in job.skipServices.contains { PathPattern.matches(path[...], $0[...]) } }
    let skipped = Set(unwanted.map(OutputName.services))
    let files = try Generator(schema: schema, paths: paths, options: job.options).generate()
    return files.filter { !skipped.contains($0.name) }
  }
}
