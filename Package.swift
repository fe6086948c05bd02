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


let package = Package(
  name: "spots-enrichment",
  products: [
    .library(name: "WireFormat", targets: ["WireFormat"]),
    .library(name: "ProtoSchema", targets: ["ProtoSchema"]),
  ],
  dependencies: [
  ],
  targets: [
    .target(name: "WireFormat", swiftSettings: transport),
    .target(name: "ProtoSchema", swiftSettings: settings),
    .testTarget(name: "ProtoSchemaTests", dependencies: ["ProtoSchema"], swiftSettings: settings),
  ]
)
