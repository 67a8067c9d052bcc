import Foundation
import Testing

/// Command lines with their output and exit codes, as a person would read them.
///
/// All commands of one transcript run in one new folder. `RECORD_SNAPSHOTS=1` writes what the program prints now, and fails.
struct TranscriptTests {
  static let folder = Program.checkout + "/Tests/Transcripts"
  static let names =
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter { $0.hasSuffix(".txt") }.sorted()

  @Test func thereAreTranscripts() { #expect(TranscriptTests.names.count >= 8) }

  @Test(arguments: names) func transcript(_ name: String) throws {
    let path = TranscriptTests.folder + "/" + name
    let expected = try String(contentsOfFile: path, encoding: .utf8)
    let actual = try Program.inFolder { try Transcript.replay(expected, in: $0) }
    if actual != expected, ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1" {
      try actual.write(toFile: path, atomically: true, encoding: .utf8)
      Issue.record("recorded anew: \(name)")
      return
    }
    #expect(actual == expected)
  }
}
