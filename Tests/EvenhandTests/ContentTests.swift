import Evenhand
import Foundation
import Testing

/// The digest of canonical counts: one number says that two formats, orders or engines counted the same.
///
/// `Tests/Reference/labels.py` writes the rows in every format, and works the digest out from them alone.
struct ContentTests {
  static let folder = "\(Support.checkout)/Tests/Reference/labels"

  static func record(
    _ sources: [String], columns: String = "", threads: Int = 2, groups: String = "[label, sex]"
  ) async throws -> Record {
    let counts = "counts:"
    let isCounted = sources.allSatisfy { $0.hasPrefix(counts) }
    let files = sources.map { $0.hasPrefix(counts) ? String($0.dropFirst(counts.count)) : $0 }
    let source = isCounted ? "{counts: [\(files.joined(separator: ", "))]}" : "[\(files.joined(separator: ", "))]"
    let plan = """
      audit: {title: Labels, data: test}
      decisions:
        source: \(source)
        columns: {decision: hired, favourable: ["yes"], unfavourable: ["no"], outcome: good, positive: ["1"]\(columns)}
        groups: \(groups)
      requirements: [{id: r, metric: selection-rate, across: [sex], at-least: 0.8, minimum-count: 10}]
      replicates: 20
      """
    var options = Audit.Options()
    options.threads = threads
    return try Audit.run(
      PlanReader.read(Array(plan.utf8), file: "plan.yaml", catalogue: Catalogue.cards), folder: folder, options: options
    )
  }

  /// What the rows hold, and every number of the record.
  static func text(_ record: Record) throws -> String {
    var record = record
    (record.inputs, record.plan.sha256) = ([], nil)
    return try SealedRecord(record).text
  }

  private static func witness() throws -> String? {
    try JSONValue(parsing: Files.read("\(Support.checkout)/Tests/Reference/labels.json"))["content"]?.text
  }

  static let routes: [[String]] = [
    ["rows.csv"], ["rows.csv.gz"], ["shard-2.csv", "shard-0.csv", "shard-1.csv"], ["pyarrow.parquet"],
    ["plain.parquet"],
    ["polars.parquet"], ["duckdb.parquet"], ["pyarrow.arrows"], ["dictionary.arrow"], ["polars.arrow"],
    ["escaped.jsonl"], ["plain.jsonl"], ["escaped.jsonl.gz"], ["counts:counts-python.csv"],
    ["counts:counts-duckdb.csv"], ["counts:counts-sqlite.csv"],
  ]

  @Test(arguments: routes) func nastyLabelsHaveOneContentByEveryRoute(_ sources: [String]) async throws {
    let expected = try Self.text(await Self.record(["rows.csv"], threads: 1))
    for threads in 1...3 {
      let record = try await Self.record(sources, threads: threads)
      #expect(record.content?.sha256 == (try Self.witness()))
      #expect(try Self.text(record) == expected)
      #expect(record.inputs.reduce(0) { $0 + $1.rows } == 600)
      #expect(record.inputs.allSatisfy { ($0.of == .counts) == sources[0].hasPrefix("counts:") })
    }
  }

  @Test func contentIsThatOfTheRowsAndOfHowTheyAreRead() async throws {
    let whole = try await Self.record(["rows.csv"]).content
    #expect(try await Self.record(["shard-0.csv", "shard-1.csv"]).content != whole)
    #expect(try await Self.record(["rows.csv"], groups: "[sex, label]").content != whole)
    #expect(try await Self.record(["rows.csv"], groups: "[sex]").content != whole)
    #expect(try await Self.record(["rows.csv"], columns: ", negative: [\"0\"]").content != whole)
  }

  @Test func rowsCountedByHandAreTheRows() async throws {
    let expected = try Self.text(await Self.record(["rows.csv"]))
    let counted = try await Self.record(["counts-python.csv"], columns: ", rows: evenhand_rows")
    #expect(try Self.text(counted) == expected)
  }

  @Test func noRowsAreNobody() throws {
    let plan = Support.plan()
    var columns = try #require(plan.decisions)
    columns.rows = "n"
    var counted = plan
    counted.decisions = columns
    let record = try Audit.record(
      of: counted,
      values: [
        "group": ["a", "b", "c", "a"], "decision": ["1", "0", "1", "0"], "outcome": ["1", "1", "1", ""],
        "n": ["2", "1", "0", "1"],
      ])
    let rows = try Audit.record(
      of: plan,
      values: [
        "group": ["a", "a", "b", "a"], "decision": ["1", "1", "0", "0"], "outcome": ["1", "1", "1", ""],
      ])
    #expect(record.content == rows.content && record == rows)
  }

  @Test func aForgedContentIsNoticed() async throws {
    let record = try await Self.record(["rows.csv"])
    var forged = record
    forged.content = ContentDescription(sha256: String(repeating: "0", count: 64))
    // A record alone cannot show it; whoever has the rows, or a query of them, can.
    #expect(Confirmation(of: forged).failures == [])
    #expect(try await Self.record(["counts:counts-sqlite.csv"]).content != forged.content)
    #expect(try SealedRecord(forged).digest != SealedRecord(record).digest)
    for text in ["", "abc", String(repeating: "A", count: 64)] {
      forged.content = ContentDescription(sha256: text)
      #expect(Confirmation(of: forged).failures.count == 1)
    }
    forged = record
    forged.labels = nil
    #expect(Confirmation(of: forged).structure.failures.contains { $0.contains("content") })
  }

  @Test func olderRecordsHaveNone() throws {
    let bytes = try Files.read("\(Support.checkout)/Tests/Compatibility/0.1.0/decisions-signed/record.json")
    let sealed = try SealedRecord(parsing: bytes)
    #expect(sealed.record.content == nil && sealed.record.inputs.allSatisfy { $0.of == nil && $0.query == nil })
  }
}
