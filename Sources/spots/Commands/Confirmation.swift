import ArgumentParser
@preconcurrency import Glibc

/// The question before what cannot be undone.
struct Confirmation: ParsableArguments {
  @Flag(help: "Do it without asking.")
  var yes = false

  /// Says what is about to be done and waits for a yes.
  /// - Throws: the exit code of a command that was not allowed to.
  func ask(_ consequences: String) throws(ExitCode) {
    fputs("\(consequences)\n", stderr)
    guard !yes else { return }
    guard isatty(STDIN_FILENO) == 1 else {
      throw failure("nobody can be asked here; --yes does it without asking. Nothing was changed", code: 64)
    }
    fputs("Go on? yes or no: ", stderr)
    guard readLine() == "yes" else { throw failure("nothing was changed", code: 1) }
  }
}
