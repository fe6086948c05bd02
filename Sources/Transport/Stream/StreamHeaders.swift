/// The headers that a stream keeps until its engine has read them, in two words: a stream that waits is to take little
/// memory.
@usableFromInline package enum StreamHeaders {
  /// None wait.
  case none
  /// What holds a client's request headers, which the engine may still have to read where they lie.
  case request(AnyObject)
  /// What follows the bytes that wait.
  case trailers([HeaderField], ConstantHeaders)
  /// Both of these.
  indirect case requestAndTrailers(AnyObject, [HeaderField], ConstantHeaders)

  /// Keeps trailers beside the headers of a request.
  package mutating func keep(trailers fields: [HeaderField], _ constant: ConstantHeaders) {
    switch self {
    case .none, .trailers: self = .trailers(fields, constant)
    case .request(let prepared), .requestAndTrailers(let prepared, _, _):
      self = .requestAndTrailers(prepared, fields, constant)
    }
  }

  /// Whether trailers wait that say something.
  package var hasTrailers: Bool {
    switch self {
    case .none, .request: false
    case .trailers(let fields, let constant), .requestAndTrailers(_, let fields, let constant):
      unsafe !fields.isEmpty || constant.list.fields.count > 0
    }
  }

  /// The trailers, which are kept no longer.
  package mutating func takeTrailers() -> (fields: [HeaderField], constant: ConstantHeaders)? {
    switch self {
    case .none, .request: return nil
    case .trailers(let fields, let constant):
      self = .none
      return (fields, constant)
    case .requestAndTrailers(let prepared, let fields, let constant):
      self = .request(prepared)
      return (fields, constant)
    }
  }
}
