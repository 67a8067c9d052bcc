import Foundation
import Testing

/// The files that other people's pipelines run: what they call exists, and nothing in them is code that was put in.
struct CIFilesTests {
  private static func text(_ name: String) throws -> String {
    try String(contentsOfFile: "\(Program.checkout)/\(name)", encoding: .utf8)
  }

  /// The shell of an action's steps.
  private static func scripts(_ action: String) -> [String] {
    var scripts: [String] = []
    var lines = action.split(separator: "\n", omittingEmptySubsequences: false)[...]
    while let line = lines.popFirst() {
      guard let start = line.firstRange(of: "      run: ") else { continue }
      let rest = line[start.upperBound...]
      guard rest == "|" else {
        scripts.append(String(rest))
        continue
      }
      let body = lines.prefix { $0.hasPrefix("        ") || $0.isEmpty }
      scripts.append(body.map { String($0.dropFirst(8)) }.joined(separator: "\n"))
      lines = lines.dropFirst(body.count)
    }
    return scripts
  }

  @Test func theActionsShellHoldsNoInputAndParses() throws {
    let scripts = Self.scripts(try Self.text("action.yml"))
    #expect(scripts.count == 4)
    for script in scripts {
      // An input within a script would be code of whoever chose it.
      #expect(!script.contains("${{"))
      let result = try Program.inFolder { folder in
        try script.write(toFile: "\(folder)/step.sh", atomically: true, encoding: .utf8)
        return try Program.shell("bash -n step.sh", in: folder)
      }
      #expect(result.code == 0, "\(result.talk)")
    }
  }

  @Test(arguments: ["action.yml", "ci/gitlab.yml", "docs/ci.md"]) func everyOptionExists(_ name: String) throws {
    let known = try Program.inFolder { folder in
      try ["audit", "gate", "waive"].map { try Program.shell("evenhand help \($0)", in: folder).output }.joined()
    }
    let text = try Self.text(name)
    for format in text.matches(of: try Regex(#"--format "?([a-z]+)"#, as: (Substring, Substring).self)) {
      #expect(known.contains(format.1), "\(format.1)")
    }
    // The comparison with a baseline is an option of its own.
    let others = ["--fail", "--silent", "--show-error", "--location", "--proto", "--check", "--strict", "--paginate"]
    let options = text.matches(of: try Regex(#"--[a-z][a-z-]+"#)).map { String(text[$0.range]) }
    for option in Set(options).subtracting(others + ["--jq", "--method", "--field", "--baseline"]) {
      #expect(known.contains(option), "\(option)")
    }
  }

  /// The step that decides, run as GitHub runs it.
  @Test func theActionAuditsAndKeepsTheExitCode() throws {
    let script = try #require(Self.scripts(try Self.text("action.yml")).dropFirst().first)
    let plan = ProgramTests.plan.replacingOccurrences(of: "\"-\"", with: "rows.csv")
    for (share, code) in [("yes", 1), ("no", 3)] {
      let result = try Program.inFolder { folder -> (Program.Result, String, [String]) in
        try plan.write(toFile: "\(folder)/evenhand.yaml", atomically: true, encoding: .utf8)
        let rows = share == "yes" ? "for i in $(seq 99); do printf 'f,no\\nm,yes\\n'; done" : "printf 'f,no\\nm,yes\\n'"
        try script.write(toFile: "\(folder)/step.sh", atomically: true, encoding: .utf8)
        let result = try Program.shell(
          "(echo sex,hired; \(rows)) > rows.csv; mkdir temp; bash --noprofile --norc -eo pipefail step.sh",
          in: folder,
          environment: [
            "RUNNER_TEMP": "\(folder)/temp", "GITHUB_OUTPUT": "\(folder)/output",
            "GITHUB_STEP_SUMMARY": "\(folder)/page.md", "PLAN": "evenhand.yaml", "BUNDLE": "", "FAIL_ON": "undecided",
            "BASELINE": "", "REQUIRE_SIGN_OFF": "false",
          ])
        let output = try String(contentsOfFile: "\(folder)/output", encoding: .utf8)
        let own = try #require(output.split(separator: "\n").first { $0.hasPrefix("folder=") }).dropFirst(7)
        #expect(own.hasPrefix("\(folder)/temp/evenhand."))
        let written = ["gate.sarif", "gate.json", "summary.md", "bundle/record.json"].filter {
          FileManager.default.fileExists(atPath: "\(own)/\($0)")
        }
        #expect(FileManager.default.fileExists(atPath: "\(folder)/page.md"))
        return (result, output, written)
      }
      #expect(result.0.code == 0, "\(result.0)")
      #expect(result.0.output.hasPrefix("::error file=evenhand.yaml,line=7,title=ratio "), "\(result.0.output)")
      #expect(result.1.contains("code=\(code)\n") && result.1.contains("written=true"))
      #expect(result.2.count == 4)
    }
  }

  @Test func thePageSaysEveryCodeAndFormat() throws {
    let page = try Self.text("docs/ci.md")
    for code in 0...4 { #expect(page.contains("\n| \(code) | `")) }
    let formats = try Program.inFolder { folder in
      try Program.shell("evenhand gate x --format nothing", in: folder).talk
    }
    let names = try #require(
      formats.firstMatch(of: try Regex(#"One of ([a-z, ]+)\."#, as: (Substring, Substring).self)))
    for name in names.1.split(separator: ", ") { #expect(page.contains("`\(name)`"), "\(name)") }
  }
}
