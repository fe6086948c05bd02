import EnrichmentSchema
import Population
import RPC
import Storage
import WireFormat

extension Result where Failure == PersonRefusal {
  /// What succeeded; a refusal as a call ends with it.
  func told() throws(RPCError) -> Success {
    do { return try get() } catch { throw error.rpcError }
  }
}

extension PersonRefusal {
  /// The error as a call ends with it.
  var rpcError: RPCError {
    switch self {
    case .unknownPerson:
      ErrorReason.unknownPerson.error("this person is not registered; PutPerson registers them")
    case .unknownRegion(let region, let known):
      ErrorReason.unknownRegion.error(
        "there is no region \"\(region)\"; there are: \(known.isEmpty ? "none" : known.joined(separator: ", "))",
        metadata: ["region": region])
    case .beingForgotten:
      ErrorReason.beingForgotten.error(
        "this person is being forgotten; they can register again once that is done", retryAfter: 1_000_000_000)
    case .archivedRegion(let region):
      ErrorReason.archivedRegion.error(
        "region \(region) is archived: its rows end at a day, and people register in live regions only",
        metadata: ["region": region])
    case .linkedElsewhere:
      ErrorReason.linkedElsewhere.error(
        "this customer of the partner is linked with another person; one person at a time is allowed: Unlink them first"
      )
    case .notLinked:
      ErrorReason.notLinked.error("this customer of the partner is not linked with this person")
    case .otherRegion(let region, let asked):
      ErrorReason.otherRegion.error(
        "this person is registered in region \(region), to which they belong for good, not in \(asked)",
        metadata: ["region": region])
    }
  }
}

extension PutPersonResponse {
  /// A person as the schema has them.
  init(_ person: RegisteredPerson) {
    self.init()
    created = person.isNew
    region = person.region
    ageBand = person.ageBand.name
    granted = person.granted.purposes.map(\.rawValue)
  }
}

extension SetConsentResponse {
  /// What a change led to.
  init(_ record: ConsentRecord) {
    self.init()
    granted = record.granted.purposes.map(\.rawValue)
    added = record.entries.map(ConsentDecision.init)
  }
}

extension GetConsentResponse {
  /// What stands and how it came to that.
  init(_ record: ConsentRecord) {
    self.init()
    region = record.region ?? ""
    granted = record.granted.purposes.map(\.rawValue)
    history = record.entries.map(ConsentDecision.init)
    hasMore = record.hasMore
    links = record.links.map(LinkTerm.init)
  }
}

extension LinkTerm {
  /// A link as the schema has it.
  init(_ link: PersonLink) {
    self.init()
    partner = link.partner
    since = GoogleProtobufTimestamp(microseconds: link.since)
    until = link.until.map(GoogleProtobufTimestamp.init(microseconds:))
  }
}

extension ForgetReceipt {
  /// What stays of everybody who was forgotten.
  private static let remaining = [
    "A pseudonym made of the person's name with a secret, and the history of their consent: so that no import brings "
      + "them back before they agree anew.",
    "The ids of events that were received, without a person: so that none is counted twice.",
    "Statistics that were published before, with noise added to them.",
  ]

  /// How far a request has come, as the schema has it.
  init(_ record: ForgetRecord) {
    self.init()
    receiptID = record.receiptID
    requestedAt = GoogleProtobufTimestamp(microseconds: record.requestedAt)
    finishedAt = record.finishedAt.map(GoogleProtobufTimestamp.init(microseconds:))
    for (kind, count) in record.deleted { deleted[kind.rawValue] = Int64(count) }
    remains = Self.remaining
  }
}

extension ConsentDecision {
  /// A decision as the schema has it.
  init(_ entry: ConsentEntry) {
    self.init()
    purpose = entry.purpose.rawValue
    granted = entry.isGranted
    decidedAt = GoogleProtobufTimestamp(microseconds: entry.decidedAt)
    recordedAt = GoogleProtobufTimestamp(microseconds: entry.recordedAt)
    setBy = entry.setBy
    policyVersion = entry.policyVersion
  }
}
