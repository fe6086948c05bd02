/// What handlers and interceptors leave with a call that most calls have nothing of. Of one ``ContextState`` alone.
final class ContextAdditions {
  /// All values that interceptors leave but the first.
  var values: [ObjectIdentifier: ContextValue] = [:]
  var initialMetadata = Metadata()
  /// Whether it has been sent, or is on its way to the loop that sends it.
  var isInitialMetadataSettled = false
  var trailingMetadata = Metadata()
  var replyCompression = CompressionChoice.automatic
  var cancelActions: [@Sendable () -> Void] = []

  /// What is to run when the call is cancelled, which runs once.
  func takeCancelActions() -> [@Sendable () -> Void] {
    defer { cancelActions = [] }
    return cancelActions
  }
}
