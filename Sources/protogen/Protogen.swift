import Glibc
import ProtoSchema

/// Compiles schema files. Exit codes: 0 done, 1 the schema is wrong, 2 the call is wrong.
@main
struct Protogen {
  static func main() {
    do {
      let arguments = try Arguments(CommandLine.arguments.dropFirst())
      if arguments.showsHelp { return print(Help.text) }
      try Compilation(arguments.job()).run()
    } catch let error as UsageError {
      fail("protogen: \(error.message)\n\(Help.usage)", code: 2)
    } catch let error as SchemaError {
      fail(error.diagnostics.map { "\($0.path):\($0.position): error: \($0.message)" }.joined(separator: "\n"), code: 1)
    } catch {
      fail("protogen: \(error)", code: 1)
    }
  }

  private static func fail(_ message: String, code: Int32) -> Never {
    StandardError.write(message + "\n")
    exit(code)
  }
}
