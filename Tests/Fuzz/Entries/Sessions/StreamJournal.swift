import Transport

/// Whether a handler's calls come in the order they are promised in.
struct StreamJournal {
  private let log: Log

  /// What has been called so far, shared by the handler and who judges it.
  final class Log {
    var hasHeaders = false
    var hasEnd = false
    var closes = 0
    var fault: String?
  }

  init(_ log: Log) { self.log = log }

  /// What was wrong, nil when nothing was.
  var verdict: String? {
    log.fault ?? (log.closes == 1 ? nil : "a stream's handler was told \(log.closes) times that it is over")
  }
}

extension StreamJournal.Log {
  func noteHeaders() {
    if hasHeaders || hasEnd || closes > 0 { fault = "headers after headers or the end" }
    hasHeaders = true
  }

  func noteData() {
    if hasEnd || closes > 0 { fault = "data after the end" }
  }

  func noteEnd() {
    if hasEnd || closes > 0 { fault = "an end after the end" }
    hasEnd = true
  }

  func noteWritable() {
    if closes > 0 { fault = "writable after the end" }
  }

  func noteClosed() { closes += 1 }
}
