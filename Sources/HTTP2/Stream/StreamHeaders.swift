/// The headers that a stream keeps until the library has read them, in two words: a stream that waits is to take little
/// memory.
enum StreamHeaders {
  case none
  /// What a client's request begins with, which the library may still have to read where it lies.
  case request(PreparedHeaders)
  /// What follows the bytes that wait.
  case trailers([HeaderField], ConstantHeaders)
  /// Both of these.
  indirect case requestAndTrailers(PreparedHeaders, [HeaderField], ConstantHeaders)

  /// Keeps trailers beside the headers of a request.
  mutating func keep(trailers fields: [HeaderField], _ constant: ConstantHeaders) {
    switch self {
    case .none, .trailers: self = .trailers(fields, constant)
    case .request(let prepared), .requestAndTrailers(let prepared, _, _):
      self = .requestAndTrailers(prepared, fields, constant)
    }
  }

  /// The trailers, which are kept no longer.
  mutating func takeTrailers() -> (fields: [HeaderField], constant: ConstantHeaders)? {
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
