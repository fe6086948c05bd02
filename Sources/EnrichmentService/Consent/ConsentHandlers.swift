import Answers
import EnrichmentRPC
package import EnrichmentSchema
package import Operations
package import Population
package import RPC
import Segments
package import Storage
import WireFormat

/// `spots.consent.v1.ConsentService`: one small handler per call, for keys with the scope `consent:write`.
package struct ConsentHandlers: ConsentServiceServer {
  private let store: any ConsentStore & LinkStore & PersonExportStore
  private let forgetting: Forgetting
  private let names: Pseudonymizer
  private let clock: TimeSource

  /// Most decisions that one answer shows.
  private static let mostDecisions = 1_000
  /// Records of one message of an export.
  private static let recordsAtOnce = 200

  /// Works on the people of a store, under its pseudonyms.
  package init(
    store: any ConsentStore & LinkStore & PersonExportStore, forgetting: Forgetting, names: Pseudonymizer,
    clock: TimeSource
  ) {
    (self.store, self.forgetting, self.names, self.clock) = (store, forgetting, names, clock)
  }

  package func putPerson(
    _ request: PutPersonRequest, context: ServerContext
  ) async throws -> Reply<PutPersonResponse> {
    let now = clock.now
    return try await reportingErrors(context) {
      let agent = try agent(request.subject, context)
      let registration = try CheckedRegistration(request, now: now).registration(of: agent)
      return Reply(PutPersonResponse(try await store.putPerson(registration, at: now).told()))
    }
  }

  package func setConsent(
    _ request: SetConsentRequest, context: ServerContext
  ) async throws -> Reply<SetConsentResponse> {
    try await reportingErrors(context) {
      let agent = try agent(request.subject, context)
      let change = try ConsentChange(request, setBy: context.caller().author)
      return Reply(SetConsentResponse(try await store.setConsent(change, of: agent, at: clock.now).told()))
    }
  }

  package func getConsent(
    _ request: GetConsentRequest, context: ServerContext
  ) async throws -> Reply<GetConsentResponse> {
    try await reportingErrors(context) {
      let agent = try agent(request.subject, context)
      return Reply(GetConsentResponse(try await store.consent(of: agent, limit: Self.mostDecisions).told()))
    }
  }

  package func link(_ request: LinkRequest, context: ServerContext) async throws -> Reply<LinkResponse> {
    try await reportingErrors(context) {
      let person = try agent(request.subject, context)
      let customer = try customer(request.partnerSubject, of: request.partner)
      var response = LinkResponse()
      response.created = try await store.link(customer, of: request.partner, with: person, at: clock.now).told()
      return Reply(response)
    }
  }

  package func unlink(_ request: UnlinkRequest, context: ServerContext) async throws -> Reply<UnlinkResponse> {
    try await reportingErrors(context) {
      let person = try agent(request.subject, context)
      let customer = try customer(request.partnerSubject, of: request.partner)
      var response = UnlinkResponse()
      response.deleted = Int64(try await store.unlink(customer, from: person, at: clock.now).told())
      return Reply(response)
    }
  }

  package func exportPerson(
    _ request: ExportPersonRequest, replies: ReplyWriter<ExportPersonResponse>, context: ServerContext
  ) async throws {
    try await reportingErrors(context) {
      guard let held = try await store.heldPerson(try agent(request.subject, context)) else {
        throw PersonRefusal.unknownPerson.rpcError
      }
      var rest = PersonExport(held).records[...]
      while !rest.isEmpty {
        var part = ExportPersonResponse()
        part.records = Array(rest.prefix(Self.recordsAtOnce))
        try await replies.write(part)
        rest = rest.dropFirst(Self.recordsAtOnce)
      }
    }
  }

  package func forget(_ request: ForgetRequest, context: ServerContext) async throws -> Reply<ForgetResponse> {
    try await reportingErrors(context) {
      let agent = try agent(request.subject, context)
      let outcome = try await forgetting.forget(agent, setBy: "forget, \(context.caller().author)", clock: clock)
      var response = ForgetResponse()
      response.receipt = ForgetReceipt(try outcome.told())
      return Reply(response)
    }
  }

  /// The pseudonym of the person that a call names.
  private func agent(_ subject: String, _ context: ServerContext) throws -> AgentID {
    try names.agent(Self.name(subject, path: "subject").utf8, in: context.caller().people)
  }

  /// The pseudonym of a partner's customer.
  private func customer(_ subject: String, of partner: String) throws -> AgentID {
    guard APIKey.isPartner(partner) else {
      throw RequestError.invalidArgument([
        RequestViolation(field: "partner", value: partner, allowed: "3 to 32 of a-z and 0-9")
      ])
    }
    return try names.agent(Self.name(subject, path: "partner_subject").utf8, in: .partner(partner))
  }

  private static func name(_ subject: String, path: String) throws -> String {
    guard let name = try CheckedSubject(subject, path: path).name else {
      throw RequestError.invalidArgument([
        RequestViolation(field: path, value: "", allowed: "1 to \(CheckedSubject.longest) bytes")
      ])
    }
    return name
  }
}

extension Identity {
  /// Whose people a key with `consent:write` speaks of: those of SPOTS, or of the namespace it was made for.
  var people: SubjectNamespace { namespace == .partner(partner) ? .spots : namespace }

  /// The key, as the history of consent names it.
  var author: String { "key \(keyID) of \(partner)" }
}
