import FoundationEssentials
import ProtoCompiler

extension TargetConfiguration {
  private static let allowed: Set<String> = [
    "protoPath", "files", "messages", "services", "visibility", "imports", "skip", "skipServices",
    "wellKnownTypes", "parts", "openapi",
  ]

  private struct Key: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  private struct Keys: Decodable {
    var names: [String]
    init(from decoder: any Decoder) throws {
      names = try decoder.container(keyedBy: Key.self).allKeys.map(\.stringValue)
    }
  }

  /// Reads a configuration file; a key it does not know is an error naming those it does.
  init(path: String) throws {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw UsageError(message: "\(path) cannot be read")
    }
    do {
      let unknown = try JSONDecoder().decode(Keys.self, from: data).names.filter { !Self.allowed.contains($0) }.sorted()
      if let name = unknown.first {
        throw UsageError(
          message: "\(path): unknown key \"\(name)\"; allowed are \(Self.allowed.sorted().joined(separator: ", "))")
      }
      self = try JSONDecoder().decode(Self.self, from: data)
    } catch let error as Swift.DecodingError {
      throw UsageError(message: "\(path) is not a configuration: \(error)")
    }
  }

  /// The job for a target's folder; `protoPath` counts from there.
  func job(target: String, output: String, module: String) throws(UsageError) -> Job {
    let name = visibility ?? "internal"
    guard let visibility = GeneratorOptions.Visibility(rawValue: name) else {
      throw UsageError(message: "visibility \"\(name)\": public, package and internal are allowed")
    }
    let parts = parts ?? 1
    guard GeneratorOptions.allowedParts.contains(parts) else {
      throw UsageError(message: "parts \(parts): 1 to \(GeneratorOptions.allowedParts.upperBound) are allowed")
    }
    let root = protoPath.hasPrefix("/") ? protoPath : target + "/" + protoPath
    let options = GeneratorOptions(
      visibility: visibility, messages: messages ?? true, services: services ?? false, imports: imports ?? [],
      module: module, wellKnownTypes: wellKnownTypes ?? false, parts: parts)
    return Job(
      protoPaths: [root], files: files, skip: skip ?? [], skipServices: skipServices ?? [], swiftOutput: output,
      options: options, openAPIBase: openapi.map { $0.hasPrefix("/") ? $0 : target + "/" + $0 })
  }
}
