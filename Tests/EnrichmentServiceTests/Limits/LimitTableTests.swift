import Foundation
import Testing

@testable import EnrichmentService

/// `Sources/README.md` lists every limit with its default; neither the table nor the value can change alone.
@Suite("the table of limits", .timeLimit(.minutes(1)))
struct LimitTableTests {
  private static let document = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../../Sources/README.md")

  /// The first two cells of the rows that name a limit, such as `streams.sessionsPerKey` and `20,000`.
  private static func table() throws -> [String: String] {
    let rows = try String(contentsOf: document, encoding: .utf8).split(separator: "\n").filter { $0.hasPrefix("| `") }
    let cells = rows.map { $0.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) } }
    let named = cells.filter { $0.count == 3 && $0[0].contains(".") || LimitText.top.contains($0[0].plain) }
    return Dictionary(named.map { ($0[0].plain, $0[1]) }) { "\($0) and again \($1)" }
  }

  @Test("names every limit with the default it has, and no other")
  func agrees() throws {
    let table = try Self.table()
    let values = Dictionary(uniqueKeysWithValues: LimitText.rows(of: ServiceLimits()))
    #expect(values.count > 80)
    for (name, value) in values.sorted(by: { $0.key < $1.key }) {
      #expect(table[name] == value, "\(name): the value is \(value)")
    }
    #expect(Set(table.keys).subtracting(values.keys) == [], "limits that are none")
  }

  @Test("what README says of a key's streams is what the limits say")
  func readme() throws {
    let text = try String(
      contentsOf: Self.document.deletingLastPathComponent().appending(path: "../README.md"), encoding: .utf8)
    let streams = StreamLimits()
    let rows = [
      ("open sessions", LimitText.words(streams.sessionsPerKey)),
      (
        "events in them; not yet shown",
        "\(LimitText.words(streams.eventsPerKey)); \(LimitText.words(streams.unshownEventsPerKey))"
      ),
      ("open `RecordActions` streams", LimitText.words(streams.recordingsPerKey)),
      (
        "actions waiting in them to be stored",
        "\(LimitText.words(streams.uncommittedActionsPerKey)); \(LimitText.words(streams.actionsPerRecording)) a stream"
      ),
      ("a session that sends nothing", "\(LimitText.words(streams.quietSession)), then it is resumed with its token"),
      ("a `RecordActions` stream that sends nothing", LimitText.words(streams.quietRecording)),
    ]
    for (what, most) in rows { #expect(text.contains("| \(what) | \(most) |"), "\(what): \(most)") }
  }
}

/// Limits by name and as text.
enum LimitText {
  /// Limits that stand in no group.
  static let top: Set<String> = ["keptKnots", "engineThreads", "logBytes"]

  /// Every limit within a value, by its path, with its default as the table has it.
  static func rows(of value: Any, path: String = "") -> [(String, String)] {
    Mirror(reflecting: value).children.flatMap { child -> [(String, String)] in
      guard let label = child.label, !(child.value is String) else { return [] }
      // What is within an optional has no name of its own.
      let name = [path, label == "some" ? "" : label].filter { !$0.isEmpty }.joined(separator: ".")
      guard let text = text(of: child.value) else { return rows(of: child.value, path: name) }
      return [(name, text)]
    }
  }

  /// A number with its thousands marked, or a time in the largest unit that makes it whole.
  static func words(_ value: Any) -> String { text(of: value) ?? "" }

  private static func text(of value: Any) -> String? {
    switch value {
    case let time as Duration: words(of: time)
    case let number as any FixedWidthInteger: grouped(Int(clamping: Int64("\(number)") ?? 0))
    case let number as Double: "\(number)"
    case let flag as Bool: flag ? "yes" : "no"
    default: composed(value)
    }
  }

  private static func composed(_ value: Any) -> String? {
    let mirror = Mirror(reflecting: value)
    switch mirror.displayStyle {
    case .optional:
      guard let wrapped = mirror.children.first?.value else { return "none" }
      return text(of: wrapped)
    case .collection:
      return mirror.children.map { "\(Mirror(reflecting: $0.value).children.first?.value ?? $0.value)" }
        .joined(separator: ", ")
    case .enum: return "\(value)"
    default:
      // A rate: so many in a window.
      guard mirror.children.compactMap(\.label) == ["count", "window"] else { return nil }
      return mirror.children.map { words($0.value) }.joined(separator: " in ")
    }
  }

  private static func grouped(_ number: Int) -> String {
    let digits = String(abs(number))
    let groups = stride(from: digits.count, to: 0, by: -3).reversed().map { end in
      digits.dropLast(digits.count - end).suffix(end > 3 ? 3 : end)
    }
    return groups.joined(separator: ",")
  }

  private static func words(of time: Duration) -> String {
    let (seconds, attoseconds) = time.components
    guard attoseconds == 0 else {
      return grouped(Int(seconds * 1_000 + attoseconds / 1_000_000_000_000_000)) + " ms"
    }
    guard seconds.isMultiple(of: 3_600) else { return grouped(Int(seconds)) + " s" }
    return grouped(Int(seconds / 3_600)) + " h"
  }
}

extension String {
  /// This text without the marks of code.
  fileprivate var plain: String { replacing("`", with: "") }
}
