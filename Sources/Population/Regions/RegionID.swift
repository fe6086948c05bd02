/// What a region may be called.
package enum RegionID {
  /// Whether `text` is 1 to 64 of `a-z`, `0-9` and `_`, starting with a letter.
  package static func isValid(_ text: String) -> Bool {
    let bytes = text.utf8
    guard (1...64).contains(bytes.count), let first = bytes.first, (97...122).contains(first) else { return false }
    return bytes.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 95 }
  }
}
