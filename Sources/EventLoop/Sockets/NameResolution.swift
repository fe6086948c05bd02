/// Looks host names up with the system's resolver, on threads of its own.
public enum NameResolution {
  /// The addresses of a host in the order in which the system would try them, each numeric and with the given port,
  /// none twice.
  /// - Throws: the resolver's reason when the name has no address.
  public static func addresses(host: String, port: UInt16) async throws(SocketError) -> [Endpoint] {
    var found: [Endpoint] = []
    for address in try await Connector.resolve(.tcp(host: host, port: port)) {
      guard let endpoint = address.endpoint, !found.contains(endpoint) else { continue }
      found.append(endpoint)
    }
    return found
  }
}
