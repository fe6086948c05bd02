/// One step from a JSON value to a value in it.
enum JSONStep {
  /// A member of a message or `Struct`.
  case member(String)
  /// An entry of a map.
  case entry(String)
  /// An element of an array, counted from 0.
  case element(Int)
  /// The value itself.
  case none

  /// A path as `segment.interests[2]`.
  static func path(_ steps: some Sequence<JSONStep>) -> String {
    var path = ""
    for step in steps {
      switch step {
      case .member(let name): path += (path.isEmpty ? "" : ".") + name.shortened
      case .entry(let key): path += "[\"\(key.shortened)\"]"
      case .element(let index): path += "[\(index)]"
      case .none: break
      }
    }
    return path
  }
}

extension String {
  /// The text for a message: no more than 100 bytes or so of it, since input may be long.
  var shortened: String {
    utf8.count > 100 ? String(decoding: utf8.prefix(100), as: UTF8.self) + "…" : self
  }
}
