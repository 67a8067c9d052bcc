import Foundation
import Testing

/// What a person sees who imports the library.
@Suite("Public surface") struct PublicSurfaceTests {
  /// The most symbols that a person can be expected to look through.
  private static let most = 700

  @Test("no more symbols than a person can learn, all of them documented") func symbols() async throws {
    let products = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
    let exports = try String(contentsOfFile: "\(Support.checkout)/Sources/Evenhand/Exports.swift", encoding: .utf8)
    let modules =
      ["Evenhand"] + exports.split(separator: "\n").compactMap { $0.split(separator: " ").last.map(String.init) }
    #expect(modules.count > 5)
    try await Support.inFolder { folder in
      var (count, bare): (Int, [String]) = (0, [])
      for module in modules {
        for symbol in try Self.graph(of: module, products: products, in: folder) {
          count += 1
          // What conformances bring is described where they are declared.
          if symbol.docComment == nil, symbol.location != nil {
            bare.append(symbol.pathComponents.joined(separator: "."))
          }
        }
      }
      #expect(count > 300, "the graph is read")
      #expect(count <= Self.most, "make `package` what clients do not need")
      #expect(bare.filter { !$0.hasSuffix("Code") } == [], "document what is public")
    }
  }

  private struct Graph: Decodable {
    struct Symbol: Decodable {
      struct Comment: Decodable {}
      struct Location: Decodable {}
      var pathComponents: [String]
      var docComment: Comment?
      var location: Location?
    }
    var symbols: [Symbol]
  }

  private static func graph(of module: String, products: URL, in folder: String) throws -> [Graph.Symbol] {
    let files = FileManager.default
    let own = try files.contentsOfDirectory(atPath: products.path).filter { $0.hasSuffix(".build") }
      .map { products.appendingPathComponent($0).appendingPathComponent("module.modulemap").path }
    let sources = "\(Support.checkout)/Sources"
    let system = try files.contentsOfDirectory(atPath: sources).map { "\(sources)/\($0)/module.modulemap" }
    let maps = (own + system).filter(files.fileExists).flatMap { ["-Xcc", "-fmodule-map-file=\($0)"] }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments =
      [
        "swift-symbolgraph-extract", "-module-name", module, "-I", products.appendingPathComponent("Modules").path,
        "-target", target, "-output-dir", folder, "-minimum-access-level", "public", "-skip-synthesized-members",
      ] + maps
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0, "\(module)")
    let found = try files.contentsOfDirectory(atPath: folder).filter {
      $0 == "\(module).symbols.json" || $0.hasPrefix("\(module)@")
    }
    return try found.flatMap { name in
      try JSONDecoder().decode(Graph.self, from: Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)"))).symbols
    }
  }

  private static var target: String {
    #if arch(arm64)
      "aarch64-unknown-linux-gnu"
    #else
      "x86_64-unknown-linux-gnu"
    #endif
  }
}
