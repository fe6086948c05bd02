/// A wrong call of the program.
struct UsageError: Error {
  /// What is wrong and what is allowed.
  var message: String
}
