import FoundationEssentials
import Glibc
import ProtoCompiler
import ProtoSchema

/// Generates Swift from schema files. Exit codes: 0 done, 1 the schema is wrong, 2 the call is wrong.
@main
struct Protogen {
  static func main() {
    do {
      try run(Arguments(CommandLine.arguments.dropFirst()))
    } catch let error as UsageError {
      fail("protogen: \(error.message)\n\(Arguments.usage)", code: 2)
    } catch let error as SchemaError {
      fail(error.diagnostics.map { "\($0.path):\($0.position): error: \($0.message)" }.joined(separator: "\n"), code: 1)
    } catch {
      fail("protogen: \(error)", code: 1)
    }
  }

  private static func run(_ arguments: Arguments) throws {
    if arguments.showsHelp { return print(Arguments.usage) }
    let job = try arguments.job()
    let files = ProtoFiles(roots: job.protoPaths)
    let paths = try files.expand(job.files, skipping: job.skip)
    let schema: Schema
    do {
      schema = try SchemaLoader.load(paths) { files.read($0) }
    } catch {
      throw SchemaError(error.diagnostics.map { files.located($0) })
    }
    try FileManager.default.createDirectory(atPath: job.output, withIntermediateDirectories: true)
    for file in try Generator(schema: schema, paths: paths, options: job.options).generate() {
      try write(Data(file.text.utf8), to: URL(filePath: job.output).appending(path: file.name))
    }
  }

  /// A file that would stay the same is left alone, so that builds do not compile it again.
  private static func write(_ data: Data, to url: URL) throws {
    if FileManager.default.contents(atPath: url.path) == data { return }
    try data.write(to: url, options: .atomic)
  }

  private static func fail(_ message: String, code: Int32) -> Never {
    StandardError.write(message + "\n")
    exit(code)
  }
}
