import Answers
import Cryptography
import EnrichmentSchema
package import Population
package import RPC
import Segments
import Synchronization
import WireFormat

/// Entity tags of answers (RFC 9110 section 8.8.3): what a caller keeps with an answer, to ask later whether it is still
/// the present one. A tag is made of the releases that are answered from and of what was asked.
package final class AnswerTags: Sendable {
  private let catalogue: SegmentCatalogue
  private let name: String
  private let clock: TimeSource
  private let digest = Mutex<(edition: CatalogueEdition, digest: [UInt8])?>(nil)
  private let nextRelease = Mutex<@Sendable () -> Int64?>({ nil })

  /// The longest that an answer may be kept without asking, in seconds.
  private static let longestAge: Int64 = 3_600

  /// Tags of what is answered from a catalogue.
  ///
  /// - Parameter name: tells apart what two catalogues of a server answer.
  package init(catalogue: SegmentCatalogue, name: String, clock: TimeSource) {
    (self.catalogue, self.name, self.clock) = (catalogue, name, clock)
  }

  /// Says when releases are due next, in microseconds since 1970 UTC; until then, and while it gives nil, nobody knows.
  package func releasesNext(_ due: @escaping @Sendable () -> Int64?) { nextRelease.withLock { $0 = due } }

  /// The tag of the answer to a request, its binary form, of the method at a path; nil while nothing is answered.
  func tag(of path: String, _ request: [UInt8]) -> String? {
    guard let edition = catalogue.current else { return nil }
    let asked = Array("\(path)\n".utf8) + request
    let digest = SHA256.digest(releases(of: edition) + SHA256.digest(asked))
    return "\"\(Base64.encode(Array(digest.prefix(12)), isPadded: false))\""
  }

  /// How an answer may be kept: by its caller alone, until releases are due next.
  var cacheControl: String {
    let due = nextRelease.withLock { $0 }()
    let left = due.map { max(0, ($0 - clock.now) / 1_000_000) } ?? Self.longestAge
    return "private, max-age=\(min(left, Self.longestAge))"
  }

  private func releases(of edition: CatalogueEdition) -> [UInt8] {
    if let known = digest.withLock({ $0 }), known.edition === edition { return known.digest }
    var text = "\(name)\n\(ResponseMetadata.version)\n"
    for (region, epoch) in edition.epochs.sorted(by: { $0.key < $1.key }) {
      text += "\(region)\n\(epoch.epoch)\n\(epoch.releaseID)\n\(epoch.statisticVersion)\n\(epoch.policyVersion)\n"
    }
    for segment in edition.registry.segments { text += "\(segment.id)\n" }
    let made = SHA256.digest(Array(text.utf8))
    digest.withLock { $0 = (edition, made) }
    return made
  }
}

extension ServerContext {
  /// Says with the answer how it may be kept; on doors of HTTP, since gRPC has no words for it.
  func allowKeeping(_ request: some Message, _ tags: AnswerTags) {
    guard callProtocol != "grpc", let tag = tags.tag(of: path, request.serializedBytes()) else { return }
    allowKeeping(tag, tags)
  }

  /// The same of a tag that is known.
  func allowKeeping(_ tag: String, _ tags: AnswerTags) {
    var metadata = initialMetadata
    // Names and values are well-formed: a tag is base64 in quotes.
    try? metadata.set(tag, for: "etag")
    try? metadata.set(tags.cacheControl, for: "cache-control")
    try? metadata.set("authorization, x-api-key", for: "vary")
    initialMetadata = metadata
  }

  /// Says with the answer that nobody may keep it.
  func forbidKeeping() {
    guard callProtocol != "grpc" else { return }
    var metadata = initialMetadata
    try? metadata.set("no-store", for: "cache-control")
    initialMetadata = metadata
  }
}

/// Looks whether who asks by GET has kept the present answer; of such a call no handler hears, and it costs no quota.
package struct Revalidation: ServerInterceptor {
  private let tags: @Sendable (Identity) -> AnswerTags?

  /// Compares with the tags that hold for a caller.
  package init(tags: @escaping @Sendable (Identity) -> AnswerTags?) { self.tags = tags }

  package func begin(_ context: ServerContext) throws(RPCError) {
    guard let kept = context[KeepableRequestKey.self], let identity = context[IdentityKey.self],
      let tags = tags(identity), let tag = tags.tag(of: context.path, kept.message), kept.knownTags.contains(tag)
    else { return }
    context[UnchangedAnswerKey.self] = true
    context.allowKeeping(tag, tags)
  }
}
