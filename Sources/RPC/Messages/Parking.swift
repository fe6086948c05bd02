/// A task that waits to be told to look again. Nothing is handed over, so that the wait keeps little memory; resumed
/// exactly once.
@safe struct Parking: Sendable {
  /// The continuation, which is one pointer. As such, because whether an optional one is there would be asked of the
  /// library's description of its type, at the beginning and at the end of every call.
  private nonisolated(unsafe) let continuation: UnsafeRawPointer

  /// Suspends until the parking that `body` gets is resumed.
  static func park(_ body: (Parking) -> Void) async {
    unsafe await withUnsafeContinuation { (continuation: UnsafeContinuation<Void, Never>) in
      unsafe body(Parking(continuation: unsafeBitCast(continuation, to: UnsafeRawPointer.self)))
    }
  }

  /// Lets the task go on.
  func resume() {
    unsafe unsafeBitCast(continuation, to: UnsafeContinuation<Void, Never>.self).resume()
  }
}
