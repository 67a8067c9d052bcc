import Evenhand
import Foundation
import Testing
import _AuditTesting

/// The same lists give the same numbers, however they are written and read.
struct ListFormsTests {
  private static let source = Support.checkout + "/datasets/job-recommendations"
  private static let columns = "{user: seeker, item: job, rank: rank, score: score, engagement: applied}"
  private static let plain = [(columns, "{user: seeker, item: job, rank: rank}")]

  private func table(_ name: String) throws -> (header: String, rows: [[String]]) {
    let text = try String(contentsOfFile: "\(Self.source)/\(name)", encoding: .utf8)
    let lines = text.split(separator: "\n").map(String.init)
    return (
      lines[0], lines.dropFirst().map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
    )
  }

  /// The record of the job recommendations with some files and lines of the plan written otherwise, without the names
  /// and digests of its inputs.
  private func content(
    _ files: [String: String] = [:], _ changes: [(String, String)] = [], threads: Int = 2, pack: String? = nil
  ) async throws -> String {
    try await Support.inFolder { folder in
      for name in try FileManager.default.contentsOfDirectory(atPath: Self.source) {
        try FileManager.default.copyItem(atPath: "\(Self.source)/\(name)", toPath: "\(folder)/\(name)")
      }
      for (name, text) in files { try text.write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8) }
      if let pack {
        let gzip = Process()
        gzip.executableURL = URL(fileURLWithPath: "/bin/gzip")
        gzip.arguments = ["\(folder)/\(pack)"]
        try gzip.run()
        gzip.waitUntilExit()
      }
      var text = try String(contentsOfFile: "\(folder)/evenhand.yaml", encoding: .utf8)
      for (old, new) in changes {
        #expect(text.contains(old), "\(old)")
        text = text.replacing(old, with: new)
      }
      var plan = try PlanReader.read(Array(text.utf8), file: "plan.yaml", catalogue: Catalogue.cards)
      plan.replicates = 40
      var options = Audit.Options()
      options.threads = threads
      var record = try Audit.run(plan, folder: folder, options: options)
      record.inputs = []
      for index in record.tables.indices { record.tables[index].inputs = [] }
      record.plan = PlanReference(sha256: nil)
      return try record.canonicalText()
    }
  }

  @Test func threadsShardsAndCompression() async throws {
    let expected = try await content()
    #expect(try await content(threads: 1) == expected)
    #expect(
      try await content([:], [("recommendations.csv", "recommendations.csv.gz")], pack: "recommendations.csv")
        == expected)
    let lists = try table("recommendations.csv")
    func file(_ rows: some Sequence<[String]>) -> String {
      lists.header + "\r\n" + rows.map { $0.joined(separator: ",") + "\r\n" }.joined()
    }
    // The second file begins in the middle of a list.
    #expect(
      try await content(
        ["shard1.csv": file(lists.rows[..<4_003]), "shard2.csv": file(lists.rows[4_003...])],
        [("source: recommendations.csv", "source: shard*.csv")]) == expected)
  }

  @Test func rowsInAnyOrder() async throws {
    let lists = try table("recommendations.csv")
    // Users in the order of their first row, so that sums are taken in the same order.
    let firsts = lists.rows.enumerated().sorted {
      (Int($0.element[2])!, $0.offset) < (Int($1.element[2])!, $1.offset)
    }.map(\.element)
    let text = lists.header + "\n" + firsts.map { $0.joined(separator: ",") + "\n" }.joined()
    let apart = try await content(["recommendations.csv": text])
    #expect(try await content() == apart)
    // In another order of users, numbers agree up to rounding.
    let backwards = lists.header + "\n" + lists.rows.reversed().map { $0.joined(separator: ",") + "\n" }.joined()
    let other = try Record(parsing: Array(try await content(["recommendations.csv": backwards]).utf8))
    let record = try Record(parsing: Array(apart.utf8))
    for (one, two) in zip(record.estimates, other.estimates) {
      #expect(
        one.group == two.group && one.metric == two.metric && isClose(two.value, one.value ?? .nan, within: 1e-12))
      #expect(isClose(two.interval?.lower ?? 0, one.interval?.lower ?? 0))
    }
    #expect(record.findings.map(\.verdict) == other.findings.map(\.verdict))
  }

  @Test func runsAndJudgementsOfTREC() async throws {
    let lists = try table("recommendations.csv").rows
    let relevant = try table("relevant.csv").rows
    let run = lists.map { "\($0[0]) Q0 \($0[1]) \($0[2]) \($0[3]) made-up\n" }.joined()
    let judgements = relevant.map { "\($0[0]) 0 \($0[1]) \($0[2])\n" }.joined()
    #expect(
      try await content(
        ["lists.run": run, "relevant.qrels": judgements],
        [
          ("source: recommendations.csv", "source: {files: lists.run, format: trec-run}"),
          ("  columns: \(Self.columns)\n", ""),
          (
            "{source: relevant.csv, user: seeker, item: job, grade: grade, at-least: 3}",
            "{source: {files: relevant.qrels, format: trec-qrels}, at-least: 3}"
          ),
        ]) == content([:], Self.plain))
  }

  @Test func atomicFilesOfRecBole() async throws {
    func atomic(_ name: String, _ types: [String], _ change: (String) -> String = { $0 }) throws -> String {
      let (header, rows) = try table(name)
      let names = zip(header.split(separator: ","), types).map { "\($0):\($1)" }.joined(separator: "\t")
      return names + "\n" + rows.map { change($0.prefix(types.count).joined(separator: "\t")) + "\n" }.joined()
    }
    #expect(
      try await content(
        [
          "jobs.inter": atomic("recommendations.csv", ["token", "token", "float"]),
          "jobs.user": atomic("users.csv", ["token", "token", "token"]),
          "jobs.item": atomic("jobs.csv", ["token", "token", "token_seq", "float"]) {
            $0.replacing("|", with: " ")
          },
          "relevant.inter": atomic("relevant.csv", ["token", "token", "float"]),
        ],
        Self.plain + [
          ("source: recommendations.csv", "source: {files: jobs.inter, format: recbole}"),
          ("source: users.csv", "source: {files: jobs.user, format: recbole}"),
          ("source: jobs.csv", "source: {files: jobs.item, format: recbole}"),
          ("source: relevant.csv", "source: {files: relevant.inter, format: recbole}"), ("multiple: \"|\", ", ""),
        ]) == content([:], Self.plain))
  }
}
