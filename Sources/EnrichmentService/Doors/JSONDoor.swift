import EnrichmentSchema
package import Population
package import RPC
import Transport
import WireFormat

/// The plan's JSON routes: calls by the paths that stand on the methods of the schema, each within the plan's envelope.
///
/// One handler stands behind this door and all others: a request here becomes a call of its method, with the same key,
/// limits and errors, and only its body and its answer are written otherwise.
package struct JSONDoor: Sendable {
  /// What every call of the door needs.
  private let needs: DoorNeeds
  private let routes: DoorRoutes

  /// A door with these routes.
  ///
  /// - Parameters:
  ///   - quotas: what is left of a key's plan, which every answer says.
  ///   - clock: the time of errors that no handler has dated.
  package init(routes: DoorRoutes, quotas: QuotaTable, clock: TimeSource) {
    self.routes = routes
    needs = DoorNeeds(quotas: quotas, clock: clock)
  }

  /// The door as a server takes it.
  package var callProtocol: CallProtocol { CallProtocol(name: "json") { judge($0, $1) } }

  private func judge(_ head: HTTPRequestHead, _ offer: CallOffer) -> CallJudgement {
    guard DoorRoutes.isOwn(head.path) else { return .other }
    var answer = DoorAnswer(head, needs)
    guard let bindings = routes[head.path] else {
      return .answer(answer.whole(.noRoute(head.path)))
    }
    guard let route = bindings.route(for: head.method) else {
      return .answer(answer.whole(.wrongMethod(head.method, allowed: bindings.methods)))
    }
    guard offer[route.route.method.path] != nil else { return .answer(answer.whole(.noRoute(head.path))) }
    if let failure = route.refusal(of: head) { return .answer(answer.whole(failure)) }
    answer.ending = route.ending
    let wait = PreferredWait(head["prefer"])
    var request = route.call(answer, offer)
    (request.timeout, request.fault) = (wait.nanoseconds, wait.fault ?? request.fault)
    return .call(request)
  }
}

/// How long a caller waits: `Prefer: wait=SECONDS` (RFC 7240). Other preferences are others' to keep.
private struct PreferredWait {
  private(set) var nanoseconds: Int64?
  private(set) var fault: RPCError?

  /// The longest wait that is kept; a day.
  private static let mostSeconds: Int64 = 86_400

  init(_ field: String?) {
    for preference in field?.lowercased().split(separator: ",") ?? [] {
      let text = preference.filter { $0 != " " && $0 != "\t" }
      guard text.hasPrefix("wait=") else { continue }
      guard let seconds = Int64(text.dropFirst(5)), (1...Self.mostSeconds).contains(seconds) else {
        fault = ErrorReason.invalidArgument.error(
          "Prefer is \"\(text)\"; allowed: wait=SECONDS, a whole number from 1 to \(Self.mostSeconds)")
        return
      }
      nanoseconds = seconds * 1_000_000_000
    }
  }
}

extension DoorFailure {
  /// The body is not in a form that the route takes; `field` says which those are.
  static func unsupported(_ message: String, _ field: HeaderField) -> DoorFailure {
    DoorFailure(415, code: "UNSUPPORTED_MEDIA_TYPE", message, fields: [field])
  }

  /// There is no such route.
  static func noRoute(_ path: String) -> DoorFailure {
    DoorFailure(404, code: "NOT_FOUND", "no route \(path.prefix(200)); /openapi.json lists them")
  }

  /// The route has no such method.
  static func wrongMethod(_ method: String, allowed: [String]) -> DoorFailure {
    let list = allowed.joined(separator: ", ")
    return DoorFailure(
      405, code: "METHOD_NOT_ALLOWED", "\(method.prefix(32)) is not offered here; allowed: \(list)",
      fields: [HeaderField("allow", list)])
  }
}
