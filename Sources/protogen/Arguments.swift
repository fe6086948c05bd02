import FoundationEssentials
import ProtoCompiler

/// A wrong call of the program.
struct UsageError: Error {
  var message: String
}

/// What to generate, from where, to where.
struct Job {
  var protoPaths: [String]
  var files: [String]
  var skip: [String]
  var output: String
  var options: GeneratorOptions
}

/// The command line.
struct Arguments {
  static let usage = """
    usage: protogen --config FILE --target-dir DIR --out DIR [--module NAME]
           protogen --proto_path DIR… --swift_out DIR [--visibility public|package|internal]
                    [--services] [--no-messages] [--import MODULE…] [--module NAME] [--well-known] FILE…
    FILE is a path under a proto path, or a pattern of such paths (* within a folder, ** across folders).
    """

  private(set) var showsHelp = false
  private var values: [String: [String]] = [:]
  private var files: [String] = []
  private static let flags: Set<String> = ["--services", "--no-messages", "--well-known", "--help", "-h"]
  private static let settings: Set<String> = [
    "--config", "--target-dir", "--out", "--proto_path", "--swift_out", "--visibility", "--import", "--module",
  ]

  init(_ words: ArraySlice<String>) throws(UsageError) {
    var words = words
    while let word = words.popFirst() {
      let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
      if Self.flags.contains(word) {
        values[word] = []
      } else if let name = parts.first, Self.settings.contains(name) {
        guard let value = parts.count == 2 ? parts[1] : words.popFirst() else {
          throw UsageError(message: "\(name) needs a value")
        }
        values[name, default: []].append(value)
      } else if word.hasPrefix("-") {
        throw UsageError(message: "unknown option \(word)")
      } else {
        files.append(word)
      }
    }
    showsHelp = values["--help"] != nil || values["-h"] != nil
  }

  /// What the call asks for.
  func job() throws -> Job {
    if let config = values["--config"]?.last {
      guard let target = values["--target-dir"]?.last else { throw UsageError(message: "--config needs --target-dir") }
      guard let output = values["--out"]?.last else { throw UsageError(message: "--config needs --out") }
      let module = values["--module"]?.last ?? URL(filePath: target).lastPathComponent
      return try TargetConfiguration(path: config).job(target: target, output: output, module: module)
    }
    guard let output = values["--swift_out"]?.last else {
      throw UsageError(message: "--swift_out or --config is missing")
    }
    guard !files.isEmpty else { throw UsageError(message: "no schema file is named") }
    return Job(
      protoPaths: values["--proto_path"] ?? ["."], files: files, skip: [], output: output, options: try options())
  }

  private func options() throws(UsageError) -> GeneratorOptions {
    let name = values["--visibility"]?.last ?? "internal"
    guard let visibility = GeneratorOptions.Visibility(rawValue: name) else {
      throw UsageError(message: "--visibility \(name): public, package and internal are allowed")
    }
    return GeneratorOptions(
      visibility: visibility, messages: values["--no-messages"] == nil, services: values["--services"] != nil,
      imports: values["--import"] ?? [], module: values["--module"]?.last ?? "",
      wellKnownTypes: values["--well-known"] != nil)
  }
}
