import Evenhand
import Foundation
import Testing

/// The same lists give the same numbers, however they are written.
struct ListFormsTests {
  private static let folder = Support.checkout + "/datasets/job-recommendations"

  private func rows(_ name: String) throws -> (header: String, rows: [String]) {
    let text = try String(contentsOfFile: "\(Self.folder)/\(name)", encoding: .utf8)
    let lines = text.split(separator: "\n").map(String.init)
    return (lines[0], Array(lines.dropFirst()))
  }

  /// The job recommendations with some files written otherwise.
  private func content(_ files: [String: String], threads: Int = 2, replacing changes: [(String, String)] = [])
    async throws -> String
  {
    try await Support.inFolder { folder in
      for name in try FileManager.default.contentsOfDirectory(atPath: Self.folder) {
        try FileManager.default.copyItem(atPath: "\(Self.folder)/\(name)", toPath: "\(folder)/\(name)")
      }
      for (name, text) in files { try text.write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8) }
      var text = try String(contentsOfFile: "\(folder)/evenhand.yaml", encoding: .utf8)
      for (old, new) in changes {
        #expect(text.contains(old))
        text = text.replacing(old, with: new)
      }
      if changes.contains(where: { $0.1.contains(".gz") }) {
        let gzip = Process()
        gzip.executableURL = URL(fileURLWithPath: "/bin/gzip")
        gzip.arguments = ["-k", "\(folder)/recommendations.csv"]
        try gzip.run()
        gzip.waitUntilExit()
      }
      let plan = try PlanReader.read(Array(text.utf8), file: "plan.yaml", catalogue: Catalogue.cards)
      var options = Audit.Options()
      options.threads = threads
      var record = try await Audit.run(plan, folder: folder, options: options)
      record.inputs = []
      for index in record.tables.indices { record.tables[index].inputs = [] }
      record.plan = try Support.record.plan
      return try record.canonicalText()
    }
  }

  private enum Support { static var record: (plan: PlanIdentity, Void) { get throws { (PlanIdentity(sha256: nil), ()) } } }
}
