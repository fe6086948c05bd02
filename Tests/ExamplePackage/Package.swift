// swift-tools-version: 6.2
import PackageDescription

// A package of somebody else, which takes codec, calls and compiler from this one: `.proto` files in, messages and
// stubs out. Outside this repository the dependency is named by its URL.
let package = Package(
  name: "greeter",
  dependencies: [.package(name: "spots-enrichment", path: "../..")],
  targets: [
    .executableTarget(
      name: "Greeter",
      dependencies: [
        .product(name: "WireFormat", package: "spots-enrichment"), .product(name: "RPC", package: "spots-enrichment"),
      ], exclude: ["Protocols", "protogen.json"],
      swiftSettings: [
        .swiftLanguageMode(.v6), .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"), .enableUpcomingFeature("MemberImportVisibility"),
      ], plugins: [.plugin(name: "ProtocolGenerator", package: "spots-enrichment")])
  ]
)
