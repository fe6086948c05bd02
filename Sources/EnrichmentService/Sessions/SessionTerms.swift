import Answers
import Cryptography
import EnrichmentSchema
package import Population
import Segments

/// What a session was opened with and never changes.
struct SessionTerms: Sendable {
  /// Id of the session.
  let sessionID: String
  /// Who opened it.
  let identity: Identity
  /// What it is resumed with.
  let token: ResumeToken
  /// The person, when the partner named one.
  let agent: AgentID?
  /// Whether an earlier session goes on.
  let isResumed: Bool
  /// The release it is on.
  let release: SessionRelease
}

/// The release that is a session's prior.
struct SessionRelease: Sendable {
  /// Identity of the release.
  let id: String
  /// Region of the segment that is answered.
  let region: String
  /// Epoch of the release.
  let epoch: Int64

  /// The release behind a source, at an epoch.
  init(_ prepared: PreparedSource, epoch: Int64) {
    id = prepared.source.provenance.releaseID
    region = prepared.source.segment.answered.region
    self.epoch = epoch
  }
}

/// All that a session starts from.
struct SessionStart: Sendable {
  /// What never changes.
  let terms: SessionTerms
  /// The open message, without the person.
  let open: Open
  /// What is known at the start.
  let model: SessionModel
  /// Number of the last update sent before.
  let updates: Int64
  /// Events received again before.
  let duplicates: Int
  /// Latest time that the session was written to, in microseconds since 1970 UTC.
  let latest: Int64
}

/// The secret a client resumes its session with; only its hash is stored.
package struct ResumeToken: Sendable {
  /// 64 hex digits.
  package let text: String

  /// A new token of 32 random bytes; throws when the system has none to give.
  package init() throws { text = Hexadecimal.encode(try RandomBytes.make(32)) }

  /// A token as a client shows it; nil when it cannot be one.
  package init?(_ text: String) {
    guard text.utf8.count == 64, text.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) })
    else { return nil }
    self.text = text
  }

  /// SHA-256 of the token among the keys of one namespace, 32 bytes: a key whose subjects are others' names knows no
  /// session of this one.
  package func hash(in namespace: SubjectNamespace) -> [UInt8] {
    SHA256.digest(Array(text.utf8) + [0] + Array(namespace.name.utf8))
  }
}
