package import Transport

/// The head of a request as HTTP has it, for protocols that say more there than gRPC does.
package struct HTTPRequestHead: Sendable {
  /// The fields in the order received, pseudo-headers too.
  package let fields: [HeaderField]
  /// The method, such as `POST`; empty when there was none.
  package let method: String
  /// The path without the query, as it came, escapes and all.
  package let path: String
  /// What follows the first `?` of the path, as it came; nil when there is no `?`.
  package let query: String?
  /// The media type of `content-type` in lower case, without parameters; nil without the field.
  package let mediaType: String?

  /// The head that these fields are.
  package init(_ fields: [HeaderField]) {
    self.fields = fields
    var (method, target): (String, String) = ("", "")
    var contentType: String?
    for field in fields {
      switch field.name {
      case ":method": method = field.value
      case ":path": target = field.value
      case "content-type": contentType = field.value
      default: break
      }
    }
    self.method = method
    let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    path = parts.first.map(String.init) ?? ""
    query = parts.count > 1 ? String(parts[1]) : nil
    mediaType = contentType.map { $0.prefix { $0 != ";" && $0 != " " && $0 != "\t" }.lowercased() }
  }

  /// The first value under the name, which is in lower case.
  package subscript(name: String) -> String? { fields.first { $0.name == name }?.value }

  /// What gRPC would carry as metadata: all fields but pseudo-headers, those that HTTP has for itself, those that say how
  /// a gRPC call is to be made, which only the protocol that reads this head may say, and those in `own`.
  package func metadata(except own: Set<String> = []) -> [HeaderField] {
    fields.filter { field in
      field.name.utf8.first != UInt8(ascii: ":") && !Self.httpOwn.contains(field.name) && !own.contains(field.name)
        && !MetadataName.reserved.contains(field.name)
    }
  }

  /// What HTTP says of a body and a connection, beside what ``MetadataName/reserved`` lists.
  private static let httpOwn: Set<String> = [
    "content-encoding", "accept-encoding", "accept", "expect", "trailer", "http2-settings",
  ]
}

/// The part of a target behind its `?`: names and values as forms write them.
package struct QueryParameters: Sendable {
  private let pairs: [(name: String, value: String)]

  /// The parameters of a query; nil when an escape in it is broken or it is not UTF-8.
  package init?(_ query: String) {
    var pairs: [(name: String, value: String)] = []
    for part in query.utf8.split(separator: UInt8(ascii: "&")) {
      let sides = part.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = Self.decoded(sides[0]), let value = sides.count > 1 ? Self.decoded(sides[1]) : "" else {
        return nil
      }
      pairs.append((name, value))
    }
    self.pairs = pairs
  }

  /// The first value under the name.
  package subscript(name: String) -> String? { pairs.first { $0.name == name }?.value }

  /// All names, in the order they came.
  package var names: [String] { pairs.map(\.name) }

  private static func decoded(_ text: Substring.UTF8View) -> String? {
    var bytes: [UInt8] = []
    var rest = text[...]
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "+"): bytes.append(0x20)
      case UInt8(ascii: "%"):
        guard let high = rest.popFirst()?.hexDigitValue, let low = rest.popFirst()?.hexDigitValue else { return nil }
        bytes.append(high << 4 | low)
      default: bytes.append(byte)
      }
    }
    return String(validating: bytes, as: UTF8.self)
  }
}

extension UInt8 {
  fileprivate var hexDigitValue: UInt8? {
    switch self {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
    case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
    case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
    default: nil
    }
  }
}
