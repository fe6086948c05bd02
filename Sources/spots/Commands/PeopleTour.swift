import EnrichmentClient
import EnrichmentRPC
import EnrichmentSchema
import Foundation
import RPC
import WireFormat

/// What the SPOTS application does for one of its people, and what becomes of a partner's events about them: shown with
/// what the operator sees counted.
struct PeopleTour {
  /// The partner, whose customer the person is.
  let partner: PartnerClient
  /// The partner's name.
  let partnerName: String
  /// The SPOTS application, with a key that was made for it.
  let application: PartnerClient
  /// The live region in which the person registers.
  let region: String
  /// What the operator sees of the store.
  let regions: () async throws -> [StoredRegion]
  /// A person nobody else uses.
  private let subject = "tour-\(UUID().uuidString)"

  /// The steps with their headings.
  var steps: [(String, () async throws -> AnswerLines)] {
    [
      ("ConsentService: a person registers, agrees, and is linked with a customer of \(partnerName)", join),
      ("RecordActions: \(partnerName) hands in a visit of that customer, and it is kept", visit),
      ("SetConsent: the person withdraws, and the next visit is not kept", withdraw),
      ("Forget: all that is held of the person goes", forget),
    ]
  }

  private var consent: ConsentServiceClient { ConsentServiceClient(channel: application.channel) }

  private func join() async throws -> AnswerLines {
    var person = PutPersonRequest()
    (person.subject, person.region, person.ageBand) = (subject, region, "25_30")
    let put = try await consent.putPerson(person, options: application.options())
    var lines = AnswerLines()
    lines.row("registered in", put.region)
    lines.row("agrees to", try await set(grant: ["behavior"]))
    var link = LinkRequest()
    (link.subject, link.partner, link.partnerSubject) = (subject, partnerName, subject)
    _ = try await consent.link(link, options: application.options())
    lines.row("linked with", "a customer of \(partnerName)")
    return lines
  }

  private func set(grant: [String] = [], withdraw: [String] = []) async throws -> String {
    var request = SetConsentRequest()
    (request.subject, request.grant, request.withdraw) = (subject, grant, withdraw)
    request.policyVersion = "tour-1"
    let granted = try await consent.setConsent(request, options: application.options()).granted
    return granted.isEmpty ? "nothing" : granted.joined(separator: ", ")
  }

  private func visit() async throws -> AnswerLines {
    let before = try await rows()
    let call = try await partner.service.recordActions(options: partner.options())
    var request = RecordActionsRequest()
    var action = Action()
    action.subject = subject
    action.event = .visit(0, category: "coffee")
    request.action = action
    try await call.send(request)
    let answer = try await call.finish()
    var lines = AnswerLines()
    lines.row("received, the partner is told", "\(answer.received)")
    lines.row("rows of \(region), the operator sees", "\(before) before, \(try await rows()) after")
    return lines
  }

  private func withdraw() async throws -> AnswerLines {
    var lines = AnswerLines()
    lines.row("agrees to", try await set(withdraw: ["behavior"]))
    lines.add(try await visit())
    return lines
  }

  private func forget() async throws -> AnswerLines {
    var request = ForgetRequest()
    request.subject = subject
    let receipt = try await consent.forget(request, options: application.options()).receipt
    var lines = AnswerLines()
    lines.row("receipt", receipt?.receiptID)
    lines.row("visits and actions deleted", (receipt?.deleted["visits_and_actions"]).map { "\($0)" })
    lines.row("rows of \(region), the operator sees", "\(try await rows())")
    return lines
  }

  private func rows() async throws -> Int64 {
    try await regions().first { $0.region == region }?.rows ?? 0
  }
}

extension Event {
  /// A visit that happens now: the place, and how long it takes, go by its number.
  static func visit(_ index: Int, category: String) -> Event {
    var event = Event()
    event.eventID = "tour-\(category)-\(UUID().uuidString)"
    event.kind = .visit
    event.time = GoogleProtobufTimestamp(seconds: Int64(Date().timeIntervalSince1970))
    event.venueCategory = category
    event.placeID = "place-\(index)"
    event.dwellMinutes = 25 + 15 * Double(index)
    event.firstVisit = index != 1
    return event
  }
}
