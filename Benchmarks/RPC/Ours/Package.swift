// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "rpc-ours",
  dependencies: [
    .package(name: "spots-enrichment", path: "../../.."),
    .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
  ],
  targets: [
    .executableTarget(
      name: "ours",
      dependencies: [
        .product(name: "EventLoop", package: "spots-enrichment"),
        .product(name: "RPC", package: "spots-enrichment"),
        .product(name: "WireFormat", package: "spots-enrichment"),
        .product(name: "CoreMetrics", package: "swift-metrics"),
      ],
      exclude: ["protogen.json"],
      swiftSettings: [
        .swiftLanguageMode(.v6), .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"), .enableUpcomingFeature("MemberImportVisibility"),
      ],
      plugins: [.plugin(name: "ProtocolGenerator", package: "spots-enrichment")])
  ]
)
