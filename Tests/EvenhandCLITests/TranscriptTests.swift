import Foundation
import Testing

/// Command lines with their output and exit codes, as a person would read them.
///
/// A transcript is text: `$ command`, its further lines behind `> `, then what the command prints, talk first, and
/// `[exit n]` unless n is 0. All commands of one transcript run in one new folder. `RECORD_SNAPSHOTS=1` writes what the
/// program prints now, and fails.
struct TranscriptTests {
  static let folder = Program.checkout + "/Tests/Transcripts"
  static let names =
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter { $0.hasSuffix(".txt") }.sorted()

  @Test func thereAreTranscripts() { #expect(TranscriptTests.names.count >= 8) }

  @Test(arguments: names) func transcript(_ name: String) throws {
    let path = TranscriptTests.folder + "/" + name
    let expected = try String(contentsOfFile: path, encoding: .utf8)
    let actual = try Program.inFolder { try replay(expected, in: $0) }
    if actual != expected, ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1" {
      try actual.write(toFile: path, atomically: true, encoding: .utf8)
      Issue.record("recorded anew: \(name)")
      return
    }
    #expect(actual == expected)
  }

  private func replay(_ transcript: String, in folder: String) throws -> String {
    var result = ""
    var lines = transcript.split(separator: "\n", omittingEmptySubsequences: false)[...]
    if lines.last == "" { lines.removeLast() }
    var isCommentary = true
    while let line = lines.popFirst() {
      guard line.hasPrefix("$ ") else {
        if isCommentary { result += line + "\n" }
        continue
      }
      isCommentary = false
      var command = String(line.dropFirst(2))
      result += line + "\n"
      while let next = lines.first, next.hasPrefix("> ") || next == ">" {
        command += "\n" + next.dropFirst(2)
        result += next + "\n"
        lines.removeFirst()
      }
      let run = try Program.shell(command, in: folder)
      for text in [run.talk, run.output] where !text.isEmpty {
        result += text.replacingOccurrences(of: folder, with: "FOLDER")
          .replacingOccurrences(of: Program.checkout, with: "CHECKOUT")
          // Last digits of numbers differ between processors, and with them the digest.
          .replacingOccurrences(
            of: "results `?([0-9a-f]{4} ){3}[0-9a-f]{4}`?", with: "results FINGERPRINT", options: .regularExpression)
        if !text.hasSuffix("\n") { result += "\n" }
      }
      if run.code != 0 { result += "[exit \(run.code)]\n" }
    }
    return result
  }
}
