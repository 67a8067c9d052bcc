import AuditInputs
import AuditRecord
import Foundation
import Testing

@testable import AuditData

/// Moments as tables write them, in text and in columns of other kinds.
struct InstantTests {
  /// What `Foundation` reads as a moment, beside forms that it does not know.
  private static let forms: [(String, Double?)] = [
    ("1970-01-01", 0), ("2026-07-01", 1_782_864_000), ("2026-07-01T10:00:00Z", 1_782_900_000),
    ("2026-07-01T10:00:00", 1_782_900_000), ("2026-07-01 10:00:00", 1_782_900_000), ("2026-07-01T10:00", 1_782_900_000),
    ("2026-07-01T10:00:00+02:00", 1_782_892_800), ("2026-07-01T10:00:00-02:30", 1_782_909_000),
    ("2026-07-01T10:00:00.5Z", 1_782_900_000.5), ("2024-02-29T23:59:59Z", 1_709_251_199), ("1969-12-31", -86_400),
    ("2026-02-29", nil), ("2026-13-01", nil), ("2026-00-10", nil), ("2026-07-01T24:00:00Z", nil),
    ("2026-07-01T10:60:00Z", nil), ("2026-07-01T10:00:61Z", nil), ("2026-07-01T10:00:60Z", 1_782_900_060),
    ("2026-07-01T10:00:00z", nil), ("2026-7-1", nil), ("", nil), ("01/07/2026", nil), ("2026-07-01x10:00:00Z", nil),
    ("2026-07-0１", nil), ("2026-07-01T1a:00:00Z", nil), ("２０２６", nil), ("2026/07/01", nil), ("+026-07-01", nil),
  ]

  @Test(arguments: forms) func everyFormIsReadAlike(_ text: String, _ seconds: Double?) throws {
    #expect(Instant.seconds(text) == seconds)
    let labels = LabelDictionary([Label(text)])
    #expect(Instant.seconds(.coded([0], dictionary: labels), 0) == seconds)
    if let seconds, text.hasSuffix("Z"), !text.contains("."), !text.contains(":60") {
      #expect(try Date(text, strategy: .iso8601).timeIntervalSince1970 == seconds)
    }
  }

  /// Fields of a file take the short way.
  @Test func fieldsOfAFileAreReadAlike() throws {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("instants-\(UUID().uuidString).csv").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try ("t,x\n" + Self.forms.map { "\($0.0),1\n\"\($0.0)\",2\n" }.joined()).write(
      toFile: path, atomically: true, encoding: .utf8)
    let reader = TableReader(
      table: InputTable(try InputFile.resolve([path], relativeTo: "")), wanted: [WantedColumn("t", "time")],
      options: SourceOptions(), workers: Workers(count: 1, digests: nil), progress: TableProgress())
    var found: [Double?] = []
    _ = try reader.read { rows in
      for row in 0..<rows.count { found.append(Instant.seconds(rows.columns[0], row)) }
      return .proceed
    }
    #expect(found == Self.forms.flatMap { [$0.1, $0.1] })
  }
}
