/// An object a timer can call without a closure made for it.
public protocol TimerTarget: AnyObject {
  /// The timer is due. On the loop.
  func timerFired()
}

/// What a timer does when it is due.
enum TimerWork {
  case closure(() -> Void)
  case target(any TimerTarget)

  /// Does it.
  func callAsFunction() {
    switch self {
    case .closure(let body): body()
    case .target(let target): target.timerFired()
    }
  }
}
