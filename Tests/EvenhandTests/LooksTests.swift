import Evenhand
import Testing
import _AuditTesting

/// How often one test set was judged.
@Suite struct LooksTests {
  private static func record(_ data: String, in folder: String) async throws -> Record {
    let plan = """
      audit: {title: Looks, data: \(data)}
      decisions:
        source: d.csv
        columns: {decision: d, favourable: ["1"], count: n}
        groups: [g]
      replicates: 0
      """
    return try Audit.run(
      PlanReader.read(Array(plan.utf8), file: "plan.yaml", catalogue: Catalogue.cards), folder: folder)
  }

  private static func write(_ record: Record, to folder: String) throws {
    let looks = Looks.count(record, beside: folder)
    try Bundle(folder: folder).write(
      record,
      run: { sealed in
        var run = RunDescription(
          startedAt: "2026-01-01T00:00:00Z", seconds: 0, host: nil, platform: "Linux x86_64", command: [],
          version: Version.current, record: sealed.digest.hex)
        run.looks = looks.flatMap { $0 > 1 ? $0 : nil }
        return run
      }, plan: [])
  }

  @Test func looksAreCountedOverBundles() async throws {
    try await Support.inFolder { folder in
      try Files.write(Array("g,d,n\na,1,50\na,0,50\nb,1,50\nb,0,50\n".utf8), to: Path.join(folder, "d.csv"))
      let record = try await Self.record("test", in: folder)
      let out = Path.join(folder, "out")
      #expect(Looks.count(record, beside: Path.join(out, "one")) == 1 && Looks.sentence(1) == nil)
      for name in ["one", "two"] { try Self.write(record, to: Path.join(out, name)) }
      #expect(Looks.count(record, beside: Path.join(out, "three")) == 3)
      // A bundle that is replaced was a look too.
      for _ in 0..<4 { try Self.write(record, to: Path.join(out, "two")) }
      #expect(Looks.count(record, beside: Path.join(out, "two")) == 7)
      #expect(Looks.sentence(7)?.contains("tuned against the set") == true)
      #expect(Looks.sentence(5)?.contains("tuned") == false)
      // Another test set, and data that are none, have not been looked at.
      let historical = try await Self.record("historical", in: folder)
      #expect(Looks.count(historical, beside: Path.join(out, "three")) == nil)
      try Files.write(Array("g,d,n\na,1,51\na,0,49\nb,1,50\nb,0,50\n".utf8), to: Path.join(folder, "d.csv"))
      let other = try await Self.record("test", in: folder)
      #expect(Looks.count(other, beside: Path.join(out, "three")) == 1)
    }
  }
}
