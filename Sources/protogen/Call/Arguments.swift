import FoundationEssentials
import ProtoCompiler
import ProtoSchema

/// The words of the command line, sorted out.
struct Arguments {
  /// Whether the explanation is asked for.
  private(set) var showsHelp = false
  private var values: [String: [String]] = [:]
  private var files: [String] = []
  private static let flags: Set<String> = ["--services", "--no-messages", "--well-known", "--help"]
  private static let settings: Set<String> = [
    "--config", "--target-dir", "--out", "--proto_path", "--swift_out", "--descriptor_set_out", "--visibility",
    "--import", "--module", "--parts", "--openapi_out", "--openapi_base",
  ]
  private static let short = ["-I": "--proto_path", "-h": "--help", "-o": "--descriptor_set_out"]

  /// Sorts the words behind the program's name.
  init(_ words: ArraySlice<String>) throws(UsageError) {
    var words = words
    while let word = words.popFirst() { try take(word, &words) }
    showsHelp = values["--help"] != nil
  }

  private mutating func take(_ word: String, _ rest: inout ArraySlice<String>) throws(UsageError) {
    guard word.hasPrefix("-"), word != "-" else { return files.append(word) }
    if word.hasPrefix("-I"), word.count > 2 {
      return values["--proto_path", default: []].append(String(word.dropFirst(2)))
    }
    let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    let name = Self.short[parts[0]] ?? parts[0]
    if Self.flags.contains(name) {
      guard parts.count == 1 else { throw UsageError(message: "\(name) takes no value") }
      values[name] = []
    } else if Self.settings.contains(name) {
      guard let value = parts.count == 2 ? parts[1] : rest.popFirst(), !value.isEmpty else {
        throw UsageError(message: "\(name) needs a value")
      }
      values[name, default: []].append(value)
    } else {
      let hint = Suggestion.text(for: name, among: Self.flags.union(Self.settings).sorted())
      throw UsageError(message: "unknown option \(name)\(hint)")
    }
  }

  /// What the call asks for.
  func job() throws -> Job {
    if let config = values["--config"]?.last { return try configured(config) }
    let job = Job(
      protoPaths: values["--proto_path"] ?? ["."], files: files, swiftOutput: values["--swift_out"]?.last,
      descriptorSet: values["--descriptor_set_out"]?.last, options: try options(),
      openAPIBase: values["--openapi_base"]?.last, openAPIOutput: values["--openapi_out"]?.last)
    guard (job.openAPIBase == nil) == (job.openAPIOutput == nil) else {
      throw UsageError(message: "--openapi_out and --openapi_base need each other")
    }
    guard job.swiftOutput != nil || job.descriptorSet != nil || job.openAPIOutput != nil else {
      throw UsageError(message: "nothing is asked for: name --swift_out, --descriptor_set_out or --openapi_out")
    }
    guard !files.isEmpty else { throw UsageError(message: "no schema file is named") }
    return job
  }

  private func configured(_ config: String) throws -> Job {
    guard let target = values["--target-dir"]?.last else { throw UsageError(message: "--config needs --target-dir") }
    guard let output = values["--out"]?.last else { throw UsageError(message: "--config needs --out") }
    let module = values["--module"]?.last ?? URL(filePath: target).lastPathComponent
    return try TargetConfiguration(path: config).job(target: target, output: output, module: module)
  }

  private func options() throws(UsageError) -> GeneratorOptions {
    let name = values["--visibility"]?.last ?? "internal"
    guard let visibility = GeneratorOptions.Visibility(rawValue: name) else {
      throw UsageError(message: "--visibility \(name): public, package and internal are allowed")
    }
    let text = values["--parts"]?.last ?? "1"
    guard let parts = Int(text), GeneratorOptions.allowedParts.contains(parts) else {
      throw UsageError(message: "--parts \(text): 1 to \(GeneratorOptions.allowedParts.upperBound) are allowed")
    }
    return GeneratorOptions(
      visibility: visibility, messages: values["--no-messages"] == nil, services: values["--services"] != nil,
      imports: values["--import"] ?? [], module: values["--module"]?.last ?? "",
      wellKnownTypes: values["--well-known"] != nil, parts: parts)
  }
}
