internal import Glibc

/// Writing to a connection that the peer has closed must fail with `EPIPE`, not end the process.
enum BrokenPipe {
  /// Ignores `SIGPIPE` for the whole process, once, unless the program has a handler of its own.
  ///
  /// TLS libraries write with plain `write`, which has no flag against the signal.
  static let ignored: Void = {
    var current = sigaction()
    guard unsafe sigaction(SIGPIPE, nil, &current) == 0 else { return }
    if unsafe current.__sigaction_handler.sa_handler == nil { signal(SIGPIPE, SIG_IGN) }
  }()
}
