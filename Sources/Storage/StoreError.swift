package import Privacy

/// Why the store could not do what it was asked. Every case changes nothing in the store.
package enum StoreError: Error, Sendable, Hashable {
  /// The location cannot be used; the text says what is wrong and what is allowed.
  case invalidLocation(String)
  /// Another process holds the store at `path`; `holder` is its process id when its lock file names one.
  case locked(path: String, holder: Int32?)
  /// The store at `path` was written by a newer program: its schema is `found`, this program knows up to `known`.
  case newerSchema(path: String, found: Int, known: Int)
  /// The store at `path` was written by an earlier program: its schema is `found`, this program knows none before
  /// `oldest`.
  case olderSchema(path: String, found: Int, oldest: Int)
  /// The start-up self-check failed; one text per failed check.
  case selfCheckFailed([String])
  /// Stored rows contradict each other or their hashes; the text names the table and the row.
  case corrupt(String)
  /// An argument is outside its allowed values; the text says which and what is allowed.
  case invalidValue(String)
  /// A row that may be written only once exists already with other content; the text names it.
  case conflict(String)
  /// The named row does not exist.
  case notFound(String)
  /// The privacy ledger refused a charge or a settlement, or its rows do not form an unbroken chain.
  case ledger(LedgerError)
  /// The waiting task was cancelled before the read began.
  case cancelled
  /// The store is closed.
  case closed
  /// The engine works, but can do nothing at this time: the disk is full, a file cannot be opened, ….
  case outage(StoreOutage)
  /// The engine refused or failed in another way; the text is its own.
  case engine(String)
}

extension StoreError: CustomStringConvertible {
  /// What went wrong and what can be done about it, in one line.
  package var description: String {
    switch self {
    case .invalidLocation(let text): "store location: \(text)"
    case .locked(let path, let holder):
      "the store \(path) is in use by another process\(holder.map { " (pid \($0))" } ?? ""); "
        + "stop that process, or go through its admin socket, and try again"
    case .newerSchema(let path, let found, let known):
      "the store \(path) has schema \(found), this program knows schemas up to \(known); use a newer program"
    case .olderSchema(let path, let found, let oldest):
      "the store \(path) was made by an earlier version; import again into a new one (schema \(found), this program "
        + "knows schemas from \(oldest))"
    case .selfCheckFailed(let problems): "the store failed its start-up check: " + problems.joined(separator: "; ")
    case .corrupt(let text): "damaged store: \(text)"
    case .invalidValue(let text): text
    case .conflict(let text): text
    case .notFound(let text): "\(text) does not exist"
    case .ledger(let error): "privacy ledger: \(error)"
    case .cancelled: "cancelled before anything was read"
    case .closed: "the store is closed"
    case .outage(let outage): "the store cannot be used now: \(outage)"
    case .engine(let text): "storage engine: \(text)"
    }
  }
}

extension StoreError {
  /// Whether the engine is at fault, and neither what was asked nor who asked.
  package var isOfEngine: Bool {
    switch self {
    case .outage, .engine, .corrupt: true
    case .invalidLocation, .locked, .newerSchema, .olderSchema, .selfCheckFailed, .invalidValue, .conflict, .notFound,
      .ledger, .cancelled, .closed:
      false
    }
  }
}

extension StoreError {
  /// The exit code of a command that ends with this error, after `sysexits.h`: 64 usage, 65 data, 69 refused by the
  /// privacy ledger, 74 input/output, 75 temporary failure (try again later), 78 configuration.
  package var exitCode: Int32 {
    switch self {
    case .invalidLocation: 64
    case .locked, .cancelled, .closed: 75
    case .newerSchema, .olderSchema, .selfCheckFailed: 78
    case .corrupt, .invalidValue, .conflict, .notFound: 65
    case .ledger: 69
    case .outage, .engine: 74
    }
  }
}

extension StoreError {
  /// The store's word for whatever was thrown within it: its own errors as they are, others as the engine's.
  package init(passing error: any Error) {
    self = error as? StoreError ?? .engine("\(error)")
  }
}
