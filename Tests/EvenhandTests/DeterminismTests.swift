import Evenhand
import Foundation
import Testing
import _AuditTesting

/// The same input, plan and seed give the same bytes, however they are read.
struct DeterminismTests {
  @Test func anyNumberOfThreads() async throws {
    let one = try await Support.record(dataset: "compas-two-year", threads: 1).canonicalText()
    let two = try await Support.record(dataset: "compas-two-year", threads: 2).canonicalText()
    #expect(one == two)
  }

  /// Everything but the names and digests of the inputs, and the physical rows.
  ///
  /// - Parameter ofUnits: Whether rows stand for other numbers of units, so that the digest over rows and units is another one.
  private func content(_ record: Record, ofUnits: Bool = false) throws -> String {
    var record = record
    if ofUnits { record.content = nil }
    record.inputs = []
    record.rows = RowFlow(received: 0, judged: 0)
    return try record.canonicalText()
  }

  @Test func orderOfRowsShardsCountsAndCompression() async throws {
    let path = "\(Support.checkout)/datasets/berkeley-admissions-1973"
    let plan = try PlanFile(path: "\(path)/evenhand.yaml").plan
    let text = try String(contentsOfFile: "\(path)/admissions.csv", encoding: .utf8)
    let lines = text.split(separator: "\n").map(String.init)
    let (header, rows) = (lines[0], Array(lines.dropFirst()))
    let whole = try Audit.run(plan, folder: path)
    let expected = try content(whole)
    try await Support.inFolder { folder in
      func audit(_ files: [String: [String]], source: [String], ofUnits: Bool = false) async throws -> String {
        for (name, rows) in files {
          try ([header] + rows).joined(separator: "\r\n").write(
            toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8)
        }
        var changed = plan
        changed.decisions?.table.files = source.map { InputFile($0) }
        return try content(try Audit.run(changed, folder: folder), ofUnits: ofUnits)
      }
      #expect(try await audit(["all.csv": rows.reversed()], source: ["all.csv"]) == expected)
      #expect(
        try await audit(
          ["s1.csv": Array(rows[10...]), "s2.csv": Array(rows[..<3]), "s3.csv": Array(rows[3..<10])],
          source: ["s*.csv"]) == expected)
      // Each count split into rows of its own: the units are the same.
      let single = rows.flatMap { row -> [String] in
        let fields = row.split(separator: ",").map(String.init)
        return [String](repeating: fields[..<3].joined(separator: ",") + ",1", count: Int(fields[3]) ?? 0)
      }
      #expect(
        try await audit(["rows.csv": single], source: ["rows.csv"], ofUnits: true) == content(whole, ofUnits: true))
      let gzip = Process()
      gzip.executableURL = URL(fileURLWithPath: "/bin/gzip")
      gzip.arguments = ["-k", "\(folder)/all.csv"]
      try gzip.run()
      gzip.waitUntilExit()
      var changed = plan
      changed.decisions?.table.files = [InputFile("all.csv.gz")]
      #expect(try content(try Audit.run(changed, folder: folder)) == expected)
    }
  }

  @Test func seedMovesOnlyWhatIsDrawn() async throws {
    var record = try await Support.record(dataset: "berkeley-admissions-1973")
    let path = "\(Support.checkout)/datasets/berkeley-admissions-1973"
    var plan = try PlanFile(path: "\(path)/evenhand.yaml").plan
    plan.seed = 1
    var other = try Audit.run(plan, folder: path)
    #expect(record.disparities.map(\.bootstrap) != other.disparities.map(\.bootstrap))
    for index in record.disparities.indices { record.disparities[index].bootstrap = nil }
    for index in other.disparities.indices { other.disparities[index].bootstrap = nil }
    // What could have been seen is drawn too, and moves by what two thousand tables leave open.
    #expect(zip(record.detectable, other.detectable).contains { $0 != $1 })
    for (one, two) in zip(record.detectable, other.detectable) {
      #expect(isClose(one.shownMet, two.shownMet, within: 0.02))
      #expect(isClose(one.shownNotMet, two.shownNotMet, within: 0.02))
    }
    other.detectable = record.detectable
    other.seed = 0
    #expect(try record.canonicalText() == other.canonicalText())
  }
}
