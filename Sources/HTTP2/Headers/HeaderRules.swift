/// The rules that the fields of a request's header block keep together (RFC 9113 sections 8.1 and 8.3).
struct HeaderRules {
  /// Which block it is.
  enum Block {
    /// The first block of a request.
    case head
    /// Its trailers.
    case trailers
  }

  /// What a block has said.
  private struct Said: OptionSet {
    let rawValue: UInt8
    static let method = Said(rawValue: 1)
    static let scheme = Said(rawValue: 2)
    static let path = Said(rawValue: 4)
    static let authority = Said(rawValue: 8)
    static let host = Said(rawValue: 16)
    /// Something other than pseudo-headers, which none of them may follow.
    static let field = Said(rawValue: 32)
    static let contentLength = Said(rawValue: 64)
  }

  private let block: Block
  private var said: Said
  private var method = FieldMeaning.method
  private var path = FieldMeaning.path
  private var length: Int64 = 0
  /// How urgent the response is; nil when nothing says so, or something that cannot be read.
  private(set) var priority: StreamPriority?

  /// The rules before the first field.
  init(_ block: Block) {
    self.block = block
    said = block == .trailers ? .field : []
  }

  /// `content-length` in bytes; nil without, and for CONNECT, of whose body it says nothing.
  var contentLength: Int64? { said.contains(.contentLength) && method != .connect ? length : nil }

  /// Whether there is a `host`.
  var hasHost: Bool { said.contains(.host) }

  /// Takes the next field; false when it may not be there.
  mutating func take(_ field: FieldMeaning) -> Bool {
    switch field {
    case .connect, .options, .method:
      method = field
      return pseudoHeader(.method)
    case .scheme: return pseudoHeader(.scheme)
    case .path, .asterisk:
      path = field
      return pseudoHeader(.path)
    case .authority: return pseudoHeader(.authority)
    case .host: return once(.host)
    case .contentLength(let bytes):
      length = bytes
      return once(.contentLength)
    case .priority(let found):
      priority = found
      return regularField()
    case .other: return regularField()
    }
  }

  private mutating func regularField() -> Bool {
    said.insert(.field)
    return true
  }

  private mutating func pseudoHeader(_ part: Said) -> Bool { !said.contains(.field) && said.insert(part).inserted }

  private mutating func once(_ part: Said) -> Bool {
    said.insert(.field)
    return said.insert(part).inserted
  }

  /// Whether the block has all that it must have (sections 8.3.1 and 8.5).
  var isWhole: Bool {
    if block == .trailers { return true }
    if method == .connect {
      return said.contains(.authority) && said.isDisjoint(with: [.scheme, .path])
    }
    guard said.isSuperset(of: [.method, .scheme, .path]) else { return false }
    guard said.contains(.authority) || said.contains(.host) else { return false }
    return path != .asterisk || method == .options
  }
}
