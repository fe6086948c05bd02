// swift-tools-version: 6.2
import PackageDescription

/// Every target: Swift 6 mode and explicit imports. Warnings are errors where `SPOTS_STRICT` is set, as CI does.
let strict: [SwiftSetting] =
  Context.environment["SPOTS_STRICT"] == nil ? [] : [.treatAllWarnings(as: .error)]
let settings: [SwiftSetting] =
  [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
  ] + strict
/// Transport and codec also mark every unsafe use.
let transport: [SwiftSetting] = settings + [.strictMemorySafety()]
/// The codec's views say how long what they lend lives; packages that use views need no such setting.
let codec: [SwiftSetting] = transport + [.enableExperimentalFeature("Lifetimes")]

let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let metrics: Target.Dependency = .product(name: "Metrics", package: "swift-metrics")
let tracing: Target.Dependency = .product(name: "Tracing", package: "swift-distributed-tracing")
let lifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let signals: Target.Dependency = .product(name: "UnixSignals", package: "swift-service-lifecycle")
let histogram: Target.Dependency = .product(name: "Histogram", package: "hdrhistogram-swift")
let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let sqlite: Target.Dependency = .product(name: "GRDBSQLite", package: "GRDB.swift")

/// What inputs are tried on: in the tests those that are kept, by the fuzzer new ones.
let fuzzed: [Target.Dependency] = [
  "EnrichmentSchema", "EventLoop", "HTTP1", "HTTP2", "ProtoCompiler", "ProtoSchema", "RPC", "Transport",
  "WireFormat",
]
let fuzzInputs = ["Corpus", "Failures", "protogen.json"]

let package = Package(
  name: "spots-enrichment",
  products: [
    .library(name: "EventLoop", targets: ["EventLoop"]),
    .library(name: "Transport", targets: ["Transport"]),
    .library(name: "HTTP2", targets: ["HTTP2"]),
    .library(name: "RPC", targets: ["RPC"]),
    .library(name: "WireFormat", targets: ["WireFormat"]),
    .library(name: "ProtoSchema", targets: ["ProtoSchema"]),
    .library(name: "ProtoCompiler", targets: ["ProtoCompiler"]),
    .library(name: "EnrichmentClient", targets: ["EnrichmentClient", "EnrichmentSchema"]),
    .plugin(name: "ProtocolGenerator", targets: ["ProtocolGenerator"]),
    .executable(name: "protogen", targets: ["protogen"]),
    .executable(name: "spotsd", targets: ["spotsd"]),
    .executable(name: "spots", targets: ["spots"]),
    .executable(name: "spots-load", targets: ["spots-load"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
    .package(url: "https://github.com/apple/swift-distributed-tracing", from: "1.7.3"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
    .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", from: "0.2.0"),
  ],
  targets: [
    // Floor 0: system libraries.
    .systemLibrary(name: "CNghttp2", pkgConfig: "libnghttp2", providers: [.apt(["libnghttp2-dev"])]),
    .systemLibrary(name: "COpenSSL", pkgConfig: "openssl", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(name: "CLinux"),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),

    // Floor 1.
    .target(name: "EventLoop", dependencies: ["CLinux"], swiftSettings: transport),
    .target(name: "Cryptography", dependencies: ["COpenSSL"], swiftSettings: settings),
    .target(
      name: "WireFormat", exclude: ["protogen.json"], swiftSettings: codec, plugins: ["ProtocolGenerator"]),
    .target(name: "ProtoSchema", swiftSettings: settings),
    .target(name: "Privacy", swiftSettings: settings),

    // Floor 2.
    .target(name: "ProtoCompiler", dependencies: ["ProtoSchema"], swiftSettings: settings),
    .executableTarget(name: "protogen", dependencies: ["ProtoCompiler", "ProtoSchema"], swiftSettings: settings),
    .plugin(name: "ProtocolGenerator", capability: .buildTool(), dependencies: ["protogen"]),
    .target(name: "Transport", dependencies: ["EventLoop", "COpenSSL"], swiftSettings: transport),
    .target(
      name: "EnrichmentSchema", dependencies: ["WireFormat"], exclude: ["protogen.json"], swiftSettings: settings,
      plugins: ["ProtocolGenerator"]),

    .target(name: "Pages", swiftSettings: settings),
    .target(name: "Terminal", dependencies: ["EventLoop", logging, signals], swiftSettings: settings),
    .target(name: "DynamicMessages", dependencies: ["ProtoSchema", "WireFormat"], swiftSettings: settings),
    .target(name: "RawHTTP2", dependencies: ["CNghttp2", "COpenSSL"], swiftSettings: settings),

    // Floor 3.
    .target(name: "HTTP2", dependencies: ["Transport", "EventLoop", "CNghttp2"], swiftSettings: transport),
    .target(name: "HTTP1", dependencies: ["Transport", "EventLoop", "WireFormat"], swiftSettings: transport),
    .target(name: "Population", dependencies: ["Cryptography", "WireFormat"], swiftSettings: settings),

    // Floor 4: calls, what is computed of one person, of a personality, and what may be asked for.
    .target(
      name: "RPC",
      dependencies: ["Transport", "HTTP1", "HTTP2", "EventLoop", "WireFormat", "CZlib", metrics, logging, tracing],
      exclude: ["protogen.json"], swiftSettings: transport, plugins: ["ProtocolGenerator"]),
    .target(name: "Measures", dependencies: ["Population"], swiftSettings: settings),
    .target(
      name: "Personality", dependencies: ["Population", "EnrichmentSchema", "WireFormat", "Privacy"],
      resources: [.embedInCode("Resources/archetypes.json"), .embedInCode("Resources/lexicon.json")],
      swiftSettings: settings),
    .target(name: "Segments", dependencies: ["Population", "EnrichmentSchema", "WireFormat"], swiftSettings: settings),

    // Floor 5.
    .target(
      name: "Releases",
      dependencies: ["Measures", "Personality", "Segments", "Population", "Privacy", "EnrichmentSchema", "WireFormat"],
      swiftSettings: settings),
    .target(
      name: "Storage", dependencies: ["Population", "Privacy", "EnrichmentSchema", "WireFormat", "Cryptography"],
      swiftSettings: settings),

    // Floor 6.
    .target(
      name: "Answers",
      dependencies: [
        "Releases", "Segments", "Personality", "Measures", "Population", "Privacy", "EnrichmentSchema", "Pages",
        "WireFormat",
      ], swiftSettings: settings),
    .target(name: "Simulation", dependencies: ["Measures", "Population", "Cryptography"], swiftSettings: settings),
    .target(
      name: "Ingest", dependencies: ["Measures", "Population", "Cryptography", "CZlib", "WireFormat"],
      swiftSettings: settings),
    .target(name: "StorageSQLite", dependencies: ["Storage", "CLinux", grdb, sqlite], swiftSettings: settings),
    .target(
      name: "EnrichmentRPC", dependencies: ["EnrichmentSchema", "RPC", "WireFormat"], exclude: ["protogen.json"],
      swiftSettings: settings, plugins: ["ProtocolGenerator"]),

    .target(
      name: "LoadTesting",
      dependencies: [
        "DynamicMessages", "EventLoop", "Pages", "ProtoCompiler", "ProtoSchema", "RPC", "RawHTTP2", "Terminal",
        "WireFormat", "CZlib", histogram,
      ],
      exclude: ["protogen.json"], swiftSettings: settings, plugins: ["ProtocolGenerator"]),

    // Floor 7.
    .target(
      name: "Operations",
      dependencies: [
        "Storage", "Answers", "Releases", "Segments", "Measures", "Population", "Privacy", "Cryptography",
        "EnrichmentSchema", "WireFormat",
      ], swiftSettings: settings),
    .target(
      name: "EnrichmentClient", dependencies: ["EnrichmentRPC", "EnrichmentSchema", "RPC", "WireFormat"],
      swiftSettings: settings),

    // Floor 8.
    .target(
      name: "EnrichmentService",
      dependencies: [
        "Operations", "Answers", "Releases", "Segments", "Personality", "Measures", "Population", "Privacy",
        "EnrichmentRPC", "EnrichmentSchema", "Storage", "Cryptography", "RPC", "HTTP2", "EventLoop", "Pages",
        "Terminal", "WireFormat", logging, lifecycle,
      ], exclude: ["protogen.json", "Doors/openapi.json"], swiftSettings: settings, plugins: ["ProtocolGenerator"]),

    .target(
      name: "Validation",
      dependencies: [
        "EnrichmentClient", "EnrichmentRPC", "EnrichmentSchema", "Ingest", "Population", "Privacy", "Cryptography",
        "Pages", "RPC", "WireFormat",
      ], swiftSettings: settings),

    // Floor 9: programs.
    .executableTarget(
      name: "spotsd",
      dependencies: [
        "Operations", "EnrichmentService", "EventLoop", "Population", "Storage", "StorageSQLite", "Terminal",
        "WireFormat",
        argumentParser, lifecycle, signals,
      ],
      swiftSettings: settings),
    .executableTarget(
      name: "spots",
      dependencies: [
        "Operations", "EnrichmentService", "EnrichmentClient", "EnrichmentRPC", "EnrichmentSchema", "Ingest",
        "Measures",
        "Simulation", "StorageSQLite", "Storage", "RPC", "Releases", "Segments", "Personality", "Privacy",
        "Population", "EventLoop", "Pages", "Terminal", "Validation", "WireFormat", argumentParser,
      ],
      swiftSettings: settings),
    .executableTarget(
      name: "spots-load",
      dependencies: [
        "DynamicMessages", "EnrichmentClient", "EnrichmentRPC", "EnrichmentSchema", "EventLoop", "LoadTesting",
        "ProtoSchema", "RPC", "RawHTTP2", "Terminal", "WireFormat", argumentParser,
      ],
      swiftSettings: settings),

    // A sample shop, to look at; no product.
    .executableTarget(
      name: "shop",
      dependencies: ["EnrichmentClient", "EnrichmentSchema", "Pages", "RPC", "WireFormat", argumentParser],
      swiftSettings: settings),

    // Built for tests of this and other gRPC implementations; no product, so that it is never shipped.
    .executableTarget(
      name: "interop-server", dependencies: ["EventLoop", "RPC", "Terminal", "WireFormat", argumentParser, signals],
      exclude: ["protogen.json"], swiftSettings: settings, plugins: ["ProtocolGenerator"]),

    // Benchmarks that need the framework's own targets; no products.
    .executableTarget(
      name: "bench-memory",
      dependencies: [
        "RPC", "Transport", "HTTP2", "EventLoop", "WireFormat", "RawHTTP2", "EnrichmentService", "CLinux",
      ], path: "Benchmarks/Memory", swiftSettings: settings),
    .executableTarget(
      name: "bench-engine",
      dependencies: [
        "Answers", "Releases", "Segments", "Personality", "Measures", "Population", "Privacy", "EnrichmentSchema",
        "WireFormat", "CLinux",
      ], path: "Benchmarks/Engine",
      exclude: ["NOTES.md"], swiftSettings: settings),
    .executableTarget(
      name: "bench-connector",
      dependencies: ["EnrichmentClient", "EnrichmentSchema", "EventLoop", "RPC", "WireFormat"],
      path: "Benchmarks/Connector", swiftSettings: settings),

    // Tests: one folder for each target.
    .testTarget(name: "EventLoopTests", dependencies: ["EventLoop"], swiftSettings: settings),
    .testTarget(name: "CryptographyTests", dependencies: ["Cryptography"], swiftSettings: settings),
    .testTarget(
      name: "WireFormatTests", dependencies: ["WireFormat"], exclude: ["protogen.json", "Protocols"],
      swiftSettings: settings, plugins: ["ProtocolGenerator"]),
    .testTarget(
      name: "PythonRoundTripTests", dependencies: ["WireFormat", "EnrichmentSchema", "ProtoSchema"],
      exclude: ["protogen.json", "python"], swiftSettings: settings, plugins: ["ProtocolGenerator"]),
    .testTarget(name: "ProtoSchemaTests", dependencies: ["ProtoSchema"], swiftSettings: settings),
    .testTarget(
      name: "ProtoCompilerTests", dependencies: ["ProtoCompiler", "ProtoSchema"], exclude: ["Schemas"],
      swiftSettings: settings),
    .testTarget(name: "TerminalTests", dependencies: ["Terminal"], swiftSettings: settings),
    .testTarget(name: "PagesTests", dependencies: ["Pages"], swiftSettings: settings),
    // A source of noise that can be repeated.
    .target(
      name: "SamplerFixtures", dependencies: ["Privacy"], path: "Tests/SamplerFixtures", swiftSettings: settings),
    .testTarget(name: "PrivacyTests", dependencies: ["SamplerFixtures", "Privacy"], swiftSettings: settings),
    .testTarget(
      name: "TransportTests", dependencies: ["Transport", "EventLoop", "RawHTTP2"], swiftSettings: settings),
    .testTarget(
      name: "HTTP2Tests", dependencies: ["Transport", "HTTP2", "EventLoop", "RawHTTP2", "CLinux", "CNghttp2"],
      swiftSettings: settings),
    .testTarget(
      name: "HTTP1Tests", dependencies: ["Transport", "HTTP1", "HTTP2", "EventLoop", "RawHTTP2"],
      exclude: ["python"], swiftSettings: settings),
    .testTarget(
      name: "RPCTests",
      dependencies: [
        "RPC", "Transport", "HTTP2", "EventLoop", "WireFormat", "RawHTTP2", "CLinux",
        .product(name: "MetricsTestKit", package: "swift-metrics"),
        .product(name: "InMemoryTracing", package: "swift-distributed-tracing"), tracing,
      ], swiftSettings: settings),
    .testTarget(
      name: "InteropTests", dependencies: ["interop-server", "RPC", "EventLoop", "WireFormat"], exclude: ["python"],
      swiftSettings: settings),
    // People, cells and releases that the tests of several floors are made from.
    .target(
      name: "EngineFixtures",
      dependencies: [
        "SamplerFixtures", "Releases", "Segments", "Personality", "Measures", "Population", "Privacy",
        "EnrichmentSchema", "WireFormat",
      ], path: "Tests/EngineFixtures", swiftSettings: settings),
    .testTarget(name: "PopulationTests", dependencies: ["Population"], swiftSettings: settings),
    .testTarget(
      name: "MeasuresTests", dependencies: ["EngineFixtures", "Measures", "Population"], swiftSettings: settings),
    .testTarget(
      name: "PersonalityTests",
      dependencies: ["EngineFixtures", "Personality", "Population", "EnrichmentSchema", "Privacy", "WireFormat"],
      exclude: ["Fixtures"], swiftSettings: settings),
    .testTarget(
      name: "SegmentsTests", dependencies: ["EngineFixtures", "Segments", "Population", "EnrichmentSchema"],
      swiftSettings: settings),
    .testTarget(
      name: "ReleasesTests",
      dependencies: [
        "EngineFixtures", "SamplerFixtures", "Releases", "Measures", "Personality", "Population", "Privacy",
        "EnrichmentSchema", "Cryptography",
      ], exclude: ["Fixtures"], swiftSettings: settings),
    .testTarget(
      name: "AnswersTests",
      dependencies: [
        "EngineFixtures", "SamplerFixtures", "Answers", "Releases", "Segments", "Personality", "Measures",
        "Population", "Privacy", "EnrichmentSchema", "WireFormat",
      ], swiftSettings: settings),
    .testTarget(
      name: "AgreementTests", dependencies: ["Measures", "Population"], exclude: ["python"], swiftSettings: settings),
    .testTarget(
      name: "SimulationTests", dependencies: ["Simulation", "Releases", "Personality", "Measures", "Population"],
      swiftSettings: settings),
    .testTarget(
      name: "IngestTests", dependencies: ["Ingest", "Measures", "Population", "Cryptography"], swiftSettings: settings),
    .testTarget(
      name: "StorageTests", dependencies: ["Storage", "Population", "Privacy", "Cryptography"], swiftSettings: settings),
    .testTarget(
      name: "ContractTests", dependencies: ["Storage", "StorageSQLite", "Population", "Privacy", "Cryptography"],
      path: "Tests/Contracts", swiftSettings: settings),
    .testTarget(
      name: "StorageSQLiteTests",
      dependencies: ["StorageSQLite", "Storage", "Population", "Privacy", "Cryptography", grdb], swiftSettings: settings
    ),
    // Stores that the tests of operations and of the service are made from.
    .target(
      name: "StoreFixtures",
      dependencies: ["Operations", "Population", "Simulation", "Storage", "StorageSQLite"],
      path: "Tests/StoreFixtures", swiftSettings: settings),
    .testTarget(
      name: "OperationsTests",
      dependencies: [
        "StoreFixtures", "Operations", "Releases", "Segments", "Population", "Privacy", "Storage", "StorageSQLite",
        "EnrichmentSchema", "WireFormat",
      ], swiftSettings: settings),
    .testTarget(
      name: "LeaveOneOutTests",
      dependencies: [
        "SamplerFixtures", "Ingest", "Operations", "Releases", "Segments", "Measures", "Population", "Privacy",
        "Storage", "StorageSQLite", "EnrichmentSchema", "WireFormat",
      ], swiftSettings: settings),
    .testTarget(
      name: "EnrichmentServiceTests",
      dependencies: [
        "StoreFixtures", "EnrichmentService", "Operations", "Answers", "Releases", "Segments", "Personality",
        "Population", "EnrichmentRPC", "EnrichmentSchema", "EventLoop", "Privacy", "RPC", "Storage", "WireFormat",
        "EngineFixtures", "Measures", "Ingest", "Terminal", "StorageSQLite", "RawHTTP2",
      ], swiftSettings: settings),
    .testTarget(
      name: "DynamicMessagesTests", dependencies: ["DynamicMessages", "ProtoSchema", "WireFormat"],
      swiftSettings: settings),
    .testTarget(
      name: "LoadTestingTests",
      dependencies: [
        "LoadTesting", "DynamicMessages", "EventLoop", "ProtoSchema", "RPC", "RawHTTP2", "WireFormat", histogram,
      ],
      swiftSettings: settings),
    .testTarget(
      name: "EnrichmentClientTests",
      dependencies: [
        "EngineFixtures", "EnrichmentClient", "EnrichmentRPC", "EnrichmentSchema", "Answers", "Releases", "Segments",
        "Population", "ProtoSchema", "RPC", "WireFormat",
      ], swiftSettings: settings),
    .testTarget(
      name: "FuzzTests", dependencies: fuzzed, path: "Tests/Fuzz", exclude: fuzzInputs + ["Driver"],
      swiftSettings: settings, plugins: ["ProtocolGenerator"]),
    .testTarget(
      name: "ValidationTests",
      dependencies: ["Validation", "EnrichmentClient", "Ingest", "Population", "Releases", "WireFormat"],
      exclude: ["python"], swiftSettings: settings),
    .testTarget(name: "HouseTests", path: "Tests/House", swiftSettings: settings),
    .testTarget(
      name: "IntegrationTests",
      dependencies: [
        "spotsd", "spots", "spots-load", "shop", "RawHTTP2", "EnrichmentClient", "EnrichmentSchema", "WireFormat",
      ],
      path: "Tests/Integration", exclude: ["python"], swiftSettings: settings),
  ]
)

// `SPOTS_FUZZ` is set by `make fuzz`: the same properties as a library, and the program that hands them to libFuzzer.
if Context.environment["SPOTS_FUZZ"] != nil {
  package.targets.removeAll { $0.type == .test }
  package.targets += [
    .target(
      name: "FuzzEntries", dependencies: fuzzed, path: "Tests/Fuzz", exclude: fuzzInputs + ["Driver", "Replay"],
      swiftSettings: settings, plugins: ["ProtocolGenerator"]),
    .executableTarget(
      name: "fuzz", dependencies: ["FuzzEntries"], path: "Tests/Fuzz/Driver", swiftSettings: settings,
      linkerSettings: [.unsafeFlags(["-sanitize=fuzzer", "-use-ld=lld"])]),
  ]
}

// `SPOTS_TRANSPORT` is set by `make sanitize`: the transport's tests and what they need, alone. `SPOTS_TESTS` names
// others, with commas between them: `.ci/mutants` sets it.
let transportTests = "EventLoopTests,TransportTests,HTTP1Tests,HTTP2Tests,RPCTests"
let testsAlone =
  Context.environment["SPOTS_TRANSPORT"].map { _ in transportTests } ?? Context.environment["SPOTS_TESTS"]
if let testsAlone {
  var wanted = testsAlone.split(separator: ",").map(String.init)
  var kept: Set<String> = []
  while let name = wanted.popLast() {
    guard kept.insert(name).inserted, let target = package.targets.first(where: { $0.name == name }) else { continue }
    for case .byNameItem(let name, _) in target.dependencies { wanted.append(name) }
    for case .plugin(let name, _) in target.plugins ?? [] { wanted.append(name) }
  }
  package.targets.removeAll { !kept.contains($0.name) }
  package.products = []
}
