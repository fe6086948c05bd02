/// The text of a file of requests or of a CSV file: UTF-8, with or without a byte order mark.
package struct InputText: Sendable, Hashable {
  /// The text without its byte order mark.
  package let text: String

  /// Reads the bytes of a file.
  /// - Throws: `UnreadableText` for another encoding, with the first line that shows it.
  package init(_ bytes: [UInt8]) throws(UnreadableText) {
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      throw UnreadableText(reason: "the file is UTF-16")
    }
    let marked = bytes.starts(with: [0xEF, 0xBB, 0xBF])
    guard let text = String(validating: marked ? bytes.dropFirst(3) : bytes[...], as: UTF8.self) else {
      throw UnreadableText(reason: "line \(Self.firstBadLine(of: bytes)) is not UTF-8")
    }
    self.text = text
  }

  /// The lines that are not blank, with their numbers from 1. Lines end with a line feed, perhaps behind a carriage
  /// return; other characters that Unicode breaks lines at, such as U+2028, are part of a line.
  package var lines: [(number: Int, text: String)] {
    text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated().compactMap {
      let line = $1.last == UInt8(ascii: "\r") ? $1.dropLast() : $1
      let isBlank = line.allSatisfy { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
      return isBlank ? nil : ($0 + 1, String(Substring(line)))
    }
  }

  private static func firstBadLine(of bytes: [UInt8]) -> Int {
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    return 1 + (lines.firstIndex { String(validating: $0, as: UTF8.self) == nil } ?? 0)
  }
}

/// A file whose bytes are no UTF-8.
package struct UnreadableText: Error, Sendable, CustomStringConvertible {
  /// What shows it.
  package let reason: String
  /// One sentence with what to do.
  package var description: String {
    "\(reason): expected UTF-8; convert it first, for example from Latin-1 with iconv -f LATIN1 -t UTF-8"
  }
}
