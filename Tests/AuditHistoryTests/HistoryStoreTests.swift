import AuditLedger
import AuditRecord
import Foundation
import Testing

@testable import AuditHistory

struct HistoryStoreTests {
  static let year = (1...12).map {
    Sample.audit(month: $0, [$0 == 7 ? .notMet : .met, .cannotTell], version: $0 < 7 ? "1" : "2")
  }

  /// Everything that an index answers, as text.
  private func answers(_ store: HistoryStore) throws -> String {
    try store.audits().map { series in "\(series.name): \(series.audits)" }.joined(separator: "\n")
  }

  @Test func whatWasAddedIsReadBackInAnyOrder() throws {
    try Sample.inFolder { folder in
      let store = try HistoryStore(path: folder + "/one.sqlite", creates: true)
      let other = try HistoryStore(path: folder + "/two.sqlite", creates: true)
      for audit in Self.year { #expect(try store.add(audit) == .added) }
      for audit in Self.year.shuffled() { #expect(try other.add(audit) == .added) }
      #expect(try answers(store) == answers(other))
      let expected = AuditSeries(name: "s", audits: Self.year)
      #expect(try answers(store) == "s: \(expected.audits)")
      #expect(try store.replaceAll(Self.year.shuffled()).isEmpty)
      #expect(try answers(store) == answers(other))
    }
  }

  @Test func theSameRecordTwiceIsNoChange() throws {
    try Sample.inFolder { folder in
      let path = folder + "/h.sqlite"
      let store = try HistoryStore(path: path, creates: true)
      #expect(try store.add(Self.year[0]) == .added)
      #expect(try store.add(Self.year[0]) == .unchanged)
      var signed = Self.year[0]
      signed.signOffs = [LedgerEntry(bytes: [1], signature: [2]), LedgerEntry(bytes: [3], signature: [4])]
      #expect(try store.add(signed) == .signed(2))
      #expect(try store.add(signed) == .unchanged)
      // Who takes events away, or writes others, does not get past what was seen.
      #expect(throws: HistoryError.self) { try store.add(Self.year[0]) }
      signed.signOffs[0] = LedgerEntry(bytes: [9], signature: [2])
      #expect(throws: HistoryError.self) { try store.add(signed) }
      #expect(try store.audits(of: "s")[0].audits[0].signOffs.count == 2)
    }
  }

  @Test func aNewerSchemaAndOtherFilesAreRefused() throws {
    try Sample.inFolder { folder in
      let path = folder + "/h.sqlite"
      do { _ = try HistoryStore(path: path, creates: true) }
      let newer = try Database(path, creates: false)
      try newer.execute("PRAGMA user_version = 3")
      let error = #expect(throws: HistoryError.self) { _ = try HistoryStore(path: path, creates: true) }
      #expect(error?.code == .newer)
      #expect(error?.description.hasSuffix("written by a newer version (schema 3; this one reads up to 1)") == true)
      try Data("no database at all, but long enough to look at".utf8).write(to: URL(filePath: folder + "/text"))
      #expect(throws: HistoryError.self) { _ = try HistoryStore(path: folder + "/text", creates: true) }
      let foreign = try Database(folder + "/other.sqlite", creates: true)
      try foreign.execute("CREATE TABLE mine (a)")
      #expect(throws: HistoryError.self) { _ = try HistoryStore(path: folder + "/other.sqlite", creates: true) }
      // A link could lead anywhere.
      try FileManager.default.createSymbolicLink(atPath: folder + "/link", withDestinationPath: path)
      #expect(throws: HistoryError.self) { _ = try HistoryStore(path: folder + "/link", creates: true) }
    }
  }

  @Test func manyAddersAtOnceLoseNothing() async throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("evenhand-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = folder + "/h.sqlite"
    try await withThrowingTaskGroup(of: Void.self) { group in
      for audit in Self.year {
        group.addTask { _ = try HistoryStore(path: path, creates: true).add(audit) }
      }
      try await group.waitForAll()
    }
    #expect(try HistoryStore(path: path, creates: false).audits(of: "s")[0].audits.count == 12)
  }

  @Test func hostileNamesAreKeptAsTheyAre() throws {
    try Sample.inFolder { folder in
      let store = try HistoryStore(path: folder + "/h.sqlite", creates: true)
      let name = "x'; DROP TABLE audit; --\u{0}\u{202E}<script>"
      #expect(try store.add(Sample.audit(month: 1, [.met], series: name)) == .added)
      #expect(try store.series() == [name])
      #expect(try store.audits(of: name)[0].audits.count == 1)
    }
  }

  @Test func aSeriesThatIsNotThereNamesThoseThatAre() throws {
    try Sample.inFolder { folder in
      let store = try HistoryStore(path: folder + "/h.sqlite", creates: true)
      _ = try store.add(Sample.audit(month: 1, [.met], series: "shortlister-us"))
      let error = #expect(throws: HistoryError.self) { _ = try store.audits(of: "shortlister-eu") }
      #expect(error?.description == "no audit of series “shortlister-eu” (series here: shortlister-us)")
    }
  }
}

struct FindingDefinitionTests {
  private func definition(_ members: String) -> FindingDefinition { FindingDefinition(text: "{\(members)}") }

  @Test func binsWithoutPeopleMakeNoDifference() {
    let full = definition(#""bins":{"age":["[0, 25)","[25, 45)","[45, 120]"]}"#)
    let short = definition(#""bins":{"age":["[0, 25)","[25, 45)"]}"#)
    let other = definition(#""bins":{"age":["[0, 30)","[30, 120]"]}"#)
    #expect(full.differences(to: short).isEmpty)
    #expect(full.differences(to: other) == ["the bins of age changed"])
    #expect(full.differences(to: definition("")) == ["the bins of age changed"])
  }

  @Test func whatDiffersIsNamed() {
    let one = definition(#""favourable":["Low"],"minimum-count":30,"reference":"highest""#)
    let two = definition(#""favourable":["Low","Medium"],"minimum-count":50,"reference":"lowest""#)
    #expect(
      one.differences(to: two) == [
        "the rule for the reference group changed", "the minimum count changed", "the favourable labels changed",
      ])
    #expect(one.differences(to: one).isEmpty)
  }
}
