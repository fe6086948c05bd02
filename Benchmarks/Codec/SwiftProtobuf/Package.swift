// swift-tools-version: 6.0
import PackageDescription

let package = Package(
  name: "codec-swiftprotobuf",
  dependencies: [.package(url: "https://github.com/apple/swift-protobuf", exact: "1.39.0")],
  targets: [
    .executableTarget(
      name: "swiftprotobuf", dependencies: [.product(name: "SwiftProtobuf", package: "swift-protobuf")])
  ]
)
