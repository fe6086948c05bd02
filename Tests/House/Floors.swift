/// The rooms of the house, floor by floor, and who alone may import what. This is the one place that says so; the table
/// in `Sources/README.md` draws it.
enum Floors {
  /// The targets of `Sources/` from the ground up. A room imports only rooms of the floors below its own.
  static let fromTheGroundUp: [[String]] = [
    ["CLinux", "CNghttp2", "COpenSSL", "CZlib"],
    ["EventLoop", "Cryptography", "WireFormat", "ProtoSchema", "Privacy"],
    ["Transport", "ProtoCompiler", "DynamicMessages", "RawHTTP2", "EnrichmentSchema", "Pages", "Terminal"],
    ["HTTP1", "HTTP2", "Population"],
    ["RPC", "Measures", "Personality", "Segments"],
    ["Releases", "Storage"],
    ["StorageSQLite", "Answers", "Ingest", "Simulation", "EnrichmentRPC", "LoadTesting"],
    ["Operations", "EnrichmentClient"],
    ["EnrichmentService", "Validation"],
    ["protogen", "interop-server", "spotsd", "spots", "spots-load", "shop"],
  ]

  /// The rooms in which there is neither a circle nor a name that another room has: from `Population` upwards.
  static let product: Set<String> = [
    "Population", "Measures", "Personality", "Segments", "Releases", "Storage", "StorageSQLite", "Answers", "Ingest",
    "Simulation", "EnrichmentRPC", "LoadTesting", "Operations", "EnrichmentService", "EnrichmentClient", "Validation",
    "spotsd", "spots", "spots-load", "shop",
  ]

  /// The rooms that know the time of their own accord.
  static let programs: Set<String> = ["spotsd", "spots", "spots-load", "shop", "interop-server", "protogen"]

  /// What only some rooms may import, and which.
  static let reserved: [String: Set<String>] = [
    "COpenSSL": ["Cryptography", "Transport", "RawHTTP2"],
    "GRDB": ["StorageSQLite"],
    "GRDBSQLite": ["StorageSQLite"],
  ]

  /// The floor of a room, counted from 0; nil where the table does not have it.
  static func floor(of room: String) -> Int? { fromTheGroundUp.firstIndex { $0.contains(room) } }
}
