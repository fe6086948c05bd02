/// The algorithms a peer accepts.
struct CompressionSet: OptionSet, Sendable, Hashable {
  let rawValue: UInt8

  /// The set of one algorithm.
  init(_ algorithm: CompressionAlgorithm) {
    rawValue = 1 << UInt8(algorithm.index)
  }

  init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  /// What a `grpc-accept-encoding` header lists; names that are not known are left out.
  init(acceptEncoding value: String) {
    var set = CompressionSet()
    for part in value.utf8.split(separator: UInt8(ascii: ",")) {
      for algorithm in CompressionAlgorithm.allCases where Self.trimmed(part).elementsEqual(algorithm.rawValue.utf8) {
        set.insert(CompressionSet(algorithm))
      }
    }
    self = set
  }

  /// Whether the algorithm is in the set.
  func contains(_ algorithm: CompressionAlgorithm) -> Bool { contains(CompressionSet(algorithm)) }

  private static func trimmed(_ part: Substring.UTF8View) -> Substring.UTF8View {
    var part = part.drop { $0 == 0x20 || $0 == 0x09 }
    while let last = part.last, last == 0x20 || last == 0x09 { part.removeLast() }
    return part
  }
}
