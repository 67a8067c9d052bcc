import Foundation
import Testing

/// Pages of the documentation whose command lines print what stands below them.
///
/// A block of ```` ```console ```` is a transcript. The blocks of a section run in one new folder, which holds what its comments
/// name, as `<!-- data: applications/applications.csv -->`, of `datasets/`. `RECORD_SNAPSHOTS=1` writes the page anew, and fails.
struct PageTests {
  @Test(arguments: ["docs/first-audit.md"]) func page(_ name: String) throws {
    let path = Program.checkout + "/" + name
    let expected = try String(contentsOfFile: path, encoding: .utf8)
    let actual = try expected.split(separator: "\n## ", omittingEmptySubsequences: false).map(section).joined(
      separator: "\n## ")
    if actual != expected, ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1" {
      try actual.write(toFile: path, atomically: true, encoding: .utf8)
      Issue.record("recorded anew: \(name)")
      return
    }
    #expect(actual == expected)
    #expect(actual.contains("```console"))
  }

  private func section(_ text: Substring) throws -> String {
    try Program.inFolder { folder in
      var result = ""
      var block: String?
      for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
        if line.hasPrefix("<!-- data: ") {
          for file in line.dropFirst(11).dropLast(4).split(separator: " ") {
            let from = Program.checkout + "/datasets/" + file
            let to = folder + "/" + (from as NSString).lastPathComponent
            try FileManager.default.copyItem(atPath: from, toPath: to)
          }
        }
        if line == "```console" {
          block = ""
        } else if line == "```", let commands = block {
          result += try Transcript.replay(commands, in: folder)
          block = nil
        } else if block != nil {
          block! += line + "\n"
          continue
        }
        result += line + "\n"
      }
      return String(result.dropLast())
    }
  }
}
