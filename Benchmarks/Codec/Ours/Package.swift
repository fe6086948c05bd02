// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "codec-ours",
  dependencies: [.package(name: "spots-enrichment", path: "../../..")],
  targets: [
    .executableTarget(
      name: "ours",
      dependencies: [.product(name: "WireFormat", package: "spots-enrichment")],
      exclude: ["protogen.json"],
      swiftSettings: [.swiftLanguageMode(.v6)],
      plugins: [.plugin(name: "ProtocolGenerator", package: "spots-enrichment")])
  ]
)
