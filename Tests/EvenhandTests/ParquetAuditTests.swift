import Evenhand
import Foundation
import Testing

/// The audit of a Parquet file has the record of the audit of the CSV file with the same table, but for its inputs.
struct ParquetAuditTests {
  private static let folder = "\(Support.checkout)/Tests/Reference/parquet"

  private static func files(_ prefix: String) -> [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: folder))?.sorted().filter {
      $0.hasPrefix(prefix) && $0.hasSuffix(".parquet")
    } ?? []
  }

  private static func record(_ plan: String, threads: Int, digests: Bool = true) async throws -> Record {
    let plan = try PlanReader.read(Array(plan.utf8), file: "plan.yaml", catalogue: Catalogue.cards)
    var options = Audit.Options()
    (options.threads, options.digestsInputs) = (threads, digests)
    return try Audit.run(plan, folder: folder, options: options)
  }

  /// The canonical text of a record without its inputs.
  private static func text(_ record: Record) throws -> String {
    var record = record
    (record.inputs, record.plan.sha256) = ([], nil)
    for index in record.tables.indices { record.tables[index].inputs = [] }
    return try SealedRecord(record).text
  }

  private static func decisions(_ source: String) -> String {
    """
    audit: {title: Parquet, data: test}
    decisions:
      source: \(source)
      columns: {subject: id, decision: hired, favourable: "true", outcome: good, positive: "yes", score: {column: score, range: [0, 1]}}
      groups: [sex, level, day, member, {column: age, bins: [18, 30, 45, 80]}, {name: wage, column: pay, bins: [0.7, 1.1, 10]}]
      intersections: [[sex, age]]
      within: [odd]
    requirements: [{id: r, metric: selection-rate, across: [sex], at-least: 0.8, minimum-count: 10}]
    replicates: 50
    """
  }

  @Test func decisionsHaveTheRecordOfTheCSVFile() async throws {
    let expected = try Self.text(await Self.record(Self.decisions("decisions.csv"), threads: 1))
    // All files are counted in the tests of reading; some are audited.
    let files = Self.files("decisions-").enumerated().filter { $0.offset % 4 == 0 }.map(\.element)
    #expect(files.count == 11)
    for (index, file) in files.enumerated() {
      let record = try await Self.record(Self.decisions(file), threads: 1 + index % 3)
      #expect(try Self.text(record) == expected, "\(file)")
      let bytes = try Files.read("\(Self.folder)/\(file)")
      #expect(record.inputs.map(\.sha256) == [Digest(of: bytes).hex] && record.inputs[0].bytes == bytes.count)
      #expect(record.inputs.map(\.rows) == [90])
    }
  }

  private static func lists(_ form: String, _ kind: String) -> String {
    let end = form.isEmpty ? ".csv" : ".parquet"
    return """
      audit: {title: Parquet, data: test}
      recommendations:
        source: lists\(kind)\(form)\(end)
        columns: {user: user, item: item, rank: rank}
        users: {source: users\(kind)\(end), id: user, groups: [gender]}
        items: {source: items\(kind)\(end), id: item, groups: [kind]}
        relevant: {source: wanted\(kind)\(form)\(end), user: user, item: item}
        history: {source: wanted\(kind)\(form)\(end), user: user, item: item}
        audience: users\(kind)\(end)
        depth: 5
      requirements: [{id: r, metric: hit-rate, across: [gender], at-least: 0.8}]
      replicates: 0
      """
  }

  @Test(arguments: ["-dictionary", "-plain", "-deltas"]) func listsHaveTheRecordOfTheCSVFiles(form: String) async throws
  {
    for kind in ["", "-whole"] {
      let expected = try Self.text(await Self.record(Self.lists("", kind), threads: 1))
      for threads in 1...3 {
        #expect(try Self.text(await Self.record(Self.lists(form, kind), threads: threads)) == expected)
      }
    }
  }

  /// The extract of Parquet files is CSV, and gives the numbers of the data.
  @Test func anExtractIsCSVWithTheSameNumbers() async throws {
    try await Support.inFolder { folder in
      let file = "decisions-duckdb-v2-zstd.parquet"
      try FileManager.default.copyItem(atPath: "\(Self.folder)/\(file)", toPath: "\(folder)/\(file)")
      let key = "\(folder)/secret.key"
      _ = try KeyFile.create(at: key)
      let text = Self.decisions(file) + "\nprivacy: {pseudonymise: {key-file: secret.key}}\n"
      try Files.write(Array(text.utf8), to: "\(folder)/evenhand.yaml")
      let extract = "\(folder)/extract"
      let plan = try PlanFile(path: "\(folder)/evenhand.yaml")
      _ = try await Minimisation(plan, keyFile: key, epoch: nil, output: extract).write()
      #expect(Files.exists("\(extract)/decisions.csv"))
      let rows = String(decoding: try Files.read("\(extract)/decisions.csv"), as: UTF8.self)
      #expect(!rows.contains("person-0") && rows.contains("2026-07-01") && rows.contains("true"))
      let other = try PlanFile(path: "\(extract)/evenhand.yaml")
      let (before, after) = (
        try Audit.run(plan.plan, folder: folder), try Audit.run(other.plan, folder: extract)
      )
      #expect(before.estimates == after.estimates && before.findings == after.findings && before.rows == after.rows)
    }
  }
}
