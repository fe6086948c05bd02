/// Why the fields of a header block cannot be taken.
enum HeaderFault: Error {
  /// They break a rule for messages.
  case malformed
  /// They are over a limit.
  case tooLarge
}
