/// A task that waits to be told to look again. Nothing is handed over, so that the wait keeps little memory; resumed
/// exactly once.
@safe struct Parking: Sendable {
  private let continuation: UnsafeContinuation<Void, Never>

  /// Suspends until the parking that `body` gets is resumed.
  static func park(_ body: (Parking) -> Void) async {
    unsafe await withUnsafeContinuation { unsafe body(Parking(continuation: $0)) }
  }

  /// Lets the task go on.
  func resume() {
    unsafe continuation.resume()
  }
}
