/// What changes of a call's context while the call goes on.
///
/// A call that waits is to take little memory: the first value that an interceptor leaves, mostly the only one, lies in
/// place, and what most calls have nothing of is made when there is something.
struct ContextState {
  private var first: (key: ObjectIdentifier, value: ContextValue)?
  private(set) var additions: ContextAdditions?
  var requestWasCompressed = false
  var isCancelled = false
  var mayGiveWay = false

  /// What has been added, to be changed.
  var kept: ContextAdditions {
    mutating get {
      if let additions { return additions }
      let made = ContextAdditions()
      additions = made
      return made
    }
  }

  /// What an interceptor left under the key.
  subscript(key: ObjectIdentifier) -> ContextValue? {
    get {
      if let first, first.key == key { return first.value }
      return additions?.values[key]
    }
    set {
      if let first, first.key != key {
        kept.values[key] = newValue
      } else {
        first = newValue.map { (key, $0) }
        additions?.values[key] = nil
      }
    }
  }
}
