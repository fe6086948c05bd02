import Foundation
import Testing

/// Every input that is kept, those that once broke something above all, is tried anew.
@Suite("Fuzz corpus", .timeLimit(.minutes(2)))
struct CorpusReplayTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()

  private static func inputs(_ folder: String, of entry: FuzzEntry) -> [URL] {
    let url = root.appending(path: folder).appending(path: entry.name)
    let files = try? FileManager.default.contentsOfDirectory(at: url, includingPropertiesForKeys: nil)
    return (files ?? []).filter { !$0.lastPathComponent.hasPrefix(".") }.sorted { $0.path < $1.path }
  }

  @Test("every kept input keeps its promise", arguments: FuzzEntry.all)
  func replay(_ entry: FuzzEntry) throws {
    let seeds = Self.inputs("Corpus", of: entry)
    #expect(!seeds.isEmpty, "\(entry.name) has no corpus")
    for url in seeds + Self.inputs("Failures", of: entry) {
      let input = try [UInt8](Data(contentsOf: url))
      #expect(throws: Never.self, "\(entry.name)/\(url.lastPathComponent)") { try entry.check(input) }
    }
  }

  @Test("an input cut short or with one byte changed keeps it too", arguments: FuzzEntry.all)
  func neighbours(_ entry: FuzzEntry) throws {
    for url in Self.inputs("Corpus", of: entry) {
      let input = try [UInt8](Data(contentsOf: url))
      for cut in stride(from: 0, to: input.count, by: max(1, input.count / 16)) {
        #expect(throws: Never.self, "\(url.lastPathComponent) up to \(cut)") { try entry.check(Array(input[..<cut])) }
        var changed = input
        changed[cut] ^= 0x81
        #expect(throws: Never.self, "\(url.lastPathComponent), byte \(cut)") { try entry.check(changed) }
      }
    }
  }

  @Test("every folder of inputs belongs to a property")
  func folders() throws {
    for folder in ["Corpus", "Failures"] {
      let names = try FileManager.default.contentsOfDirectory(atPath: Self.root.appending(path: folder).path)
      let strangers = Set(names).subtracting(FuzzEntry.all.map(\.name)).filter { !$0.hasPrefix(".") }
      #expect(strangers.isEmpty, "\(folder) holds \(strangers.sorted())")
    }
  }
}
