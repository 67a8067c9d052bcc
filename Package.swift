// swift-tools-version: 6.2
import PackageDescription

/// Every target of ours is checked alike: explicit existentials, imports that stay inside the module unless said
/// otherwise, and members visible only through an import of the module that declares them.
let strict: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

func target(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

func program(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .executableTarget(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
  .testTarget(name: "\(name)Tests", dependencies: dependencies, exclude: exclude, swiftSettings: strict)
}

/// Rules and standards as data, built into the program.
let profiles = ["dsa-recommender", "eu-ai-act", "four-fifths", "iso-24027", "nyc-ll144"]

/// What rules ask notices to say, as data as well.
let noticePacks = [
  "ccpa-7220", "ccpa-7221", "ccpa-7222", "co-sb26-189", "dsa-27", "dsa-38", "gdpr-13", "gdpr-14", "gdpr-22",
  "nyc-ll144-notice",
]

let package = Package(
  name: "evenhand",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "Evenhand", targets: ["Evenhand"]),
    .library(name: "AuditStatistics", targets: ["AuditStatistics"]),
    .executable(name: "evenhand", targets: ["EvenhandCLI"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
  ],
  targets: [
    .systemLibrary(name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"])]),
    .systemLibrary(name: "CLAPACKE", providers: [.apt(["liblapacke-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .target(name: "CBoostMath"),
    .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
    .systemLibrary(name: "CSnappy", pkgConfig: "snappy", providers: [.apt(["libsnappy-dev"])]),
    .systemLibrary(name: "CLZ4", pkgConfig: "liblz4", providers: [.apt(["liblz4-dev"])]),
    .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
    .systemLibrary(name: "CLibYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
    .target(name: "CProcessor"),
    .target(name: "CByteScan", dependencies: ["CProcessor"]),
    .target(name: "CColumnDecode"),
    .target(name: "CPoisson", dependencies: ["CProcessor"]),

    target("AuditNumerics", ["CLAPACKE", "COpenBLAS", "CPoisson"]),
    target("AuditStatistics", ["AuditNumerics", "CBoostMath"]),
    target("AuditRecord", [.product(name: "Crypto", package: "swift-crypto")]),
    target("AuditInputs", ["AuditRecord", "AuditStatistics"]),
    target(
      "AuditData",
      [
        "AuditInputs", "AuditRecord", "CZlib", "CZstd", "CSnappy", "CLZ4", "CSQLite", "CByteScan",
        "CColumnDecode", .product(name: "Crypto", package: "swift-crypto"),
      ]),
    target("AuditMetrics", ["AuditData", "AuditInputs", "AuditNumerics", "AuditStatistics", "AuditRecord"]),
    .target(
      name: "AuditPolicy",
      dependencies: ["AuditInputs", "AuditNumerics", "AuditRecord", "AuditStatistics", "CLibYAML"],
      resources: profiles.map { .embedInCode("Profiles/\($0).yaml") }
        + noticePacks.map { .embedInCode("Notices/\($0).yaml") }, swiftSettings: strict),
    target("AuditReport", ["AuditRecord"]),
    target("AuditEditions", ["AuditNumerics", "AuditRecord"]),
    target(
      "AuditLedger",
      [
        "AuditRecord", .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "CryptoExtras", package: "swift-crypto"),
      ]),
    target("AuditHistory", ["AuditLedger", "AuditRecord", "AuditStatistics", "CSQLite"]),
    target(
      "Evenhand",
      [
        "AuditData", "AuditEditions", "AuditHistory", "AuditInputs", "AuditLedger", "AuditMetrics", "AuditNumerics",
        "AuditPolicy", "AuditRecord", "AuditReport", "AuditStatistics",
      ]),
    program("EvenhandCLI", ["Evenhand", .product(name: "ArgumentParser", package: "swift-argument-parser")]),

    target("_AuditTesting", ["AuditData", "AuditMetrics", "AuditRecord"]),
    program("_Simulations", ["AuditNumerics", "AuditStatistics"]),
    .executableTarget(
      name: "_Benchmarks",
      dependencies: ["AuditData", "AuditMetrics", "AuditNumerics", "AuditRecord", "AuditStatistics"],
      path: "Benchmarks",
      swiftSettings: strict),
    .executableTarget(
      name: "_Fuzz", dependencies: ["Evenhand"], path: "Fuzz", exclude: ["seeds"], swiftSettings: strict),

    tests("AuditNumerics", ["AuditNumerics", "COpenBLAS", "CPoisson", "CProcessor", "_AuditTesting"]),
    tests("AuditStatistics", ["AuditStatistics", "AuditNumerics", "_AuditTesting"]),
    tests("AuditRecord", ["AuditRecord", "_AuditTesting"]),
    tests("AuditData", ["AuditData", "AuditInputs", "AuditRecord", "CByteScan", "CColumnDecode", "CZlib", "CZstd"]),
    tests(
      "AuditMetrics", ["AuditMetrics", "AuditData", "AuditNumerics", "AuditRecord", "AuditStatistics", "_AuditTesting"]),
    tests(
      "AuditPolicy",
      [
        "AuditPolicy", "AuditData", "AuditInputs", "AuditMetrics", "AuditNumerics", "AuditRecord", "AuditStatistics",
        "_AuditTesting",
      ]),
    tests("AuditEditions", ["AuditEditions", "AuditRecord"]),
    tests("AuditReport", ["AuditReport", "AuditRecord", "_AuditTesting"], exclude: ["Snapshots"]),
    tests(
      "AuditLedger", ["AuditLedger", "AuditRecord", .product(name: "Crypto", package: "swift-crypto")],
      exclude: ["Vectors"]),
    tests("AuditHistory", ["AuditHistory", "AuditLedger", "AuditRecord", "AuditStatistics", "CSQLite"]),
    tests("Evenhand", ["Evenhand", "_AuditTesting"]),
    tests("EvenhandCLI", ["EvenhandCLI"]),
  ]
)
