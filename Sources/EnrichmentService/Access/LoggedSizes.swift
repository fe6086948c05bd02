import EnrichmentRPC
import RPC

/// Whether the log tells how many bytes a call's messages had. Of a call that names a customer's zones it does not: the
/// names of zones have lengths of their own.
enum LoggedSizes {
  /// The methods whose requests may name zones.
  private static let namingZones: Set<String> = [
    EnrichmentServiceMethods.getQuantumPersonality.path, EnrichmentServiceMethods.enrichProducts.path,
  ]

  /// Of a call that was refused before its request was read nobody knows whether it names any.
  static func areTold(of context: ServerContext) -> Bool {
    !namingZones.contains(context.path) || context[NamedZonesKey.self] == 0
  }
}

/// Where a handler says how many zones of a customer its request names.
enum NamedZonesKey: ContextKey {
  typealias Value = Int
}
