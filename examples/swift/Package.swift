// swift-tools-version: 6.2
import PackageDescription

let evenhand: Target.Dependency = .product(name: "Evenhand", package: "evenhand")

let package = Package(
  name: "evenhand-examples",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "evenhand", path: "../..")],
  targets: [
    .executableTarget(
      name: "AuditArrays", dependencies: [evenhand, .product(name: "AuditStatistics", package: "evenhand")]),
    .executableTarget(name: "RenderReport", dependencies: [evenhand]),
    .executableTarget(name: "VerifyBundle", dependencies: [evenhand]),
    .testTarget(name: "ReleaseGateTests", dependencies: [evenhand]),
  ]
)
