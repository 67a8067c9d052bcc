import Foundation
import Testing

/// The program's manners: streams, colour, discovery of the plan, exit codes of whole pipelines.
struct ProgramTests {
  static let plan = """
    audit: {title: Small audit}
    decisions:
      source: "-"
      columns: {decision: hired, favourable: ["yes"]}
      groups: [sex]
    requirements:
      - {id: ratio, metric: selection-rate, at-least: 0.8, minimum-count: 2}
    """
  static let rows = "sex,hired\\n" + String(repeating: "f,yes\\nm,yes\\nf,no\\nm,no\\n", count: 400)

  /// Writes the plan that reads standard input, and runs a line.
  private func run(_ line: String, environment: [String: String] = [:]) throws -> Program.Result {
    try Program.inFolder { folder in
      try ProgramTests.plan.write(toFile: folder + "/evenhand.yaml", atomically: true, encoding: .utf8)
      return try Program.shell(line, in: folder, environment: environment)
    }
  }

  @Test func theReadmeShowsWhatTheProgramPrints() throws {
    let readme = try String(contentsOfFile: Program.checkout + "/README.md", encoding: .utf8)
    let start = try #require(readme.range(of: "```console\n$ "))
    let end = try #require(readme.range(of: "$ echo $?", range: start.upperBound..<readme.endIndex))
    let block = readme[start.upperBound..<end.lowerBound].split(separator: "\n", maxSplits: 1).map(String.init)
    let result = try Program.inFolder { folder in
      try Program.shell(
        block[0].replacingOccurrences(of: " datasets/", with: " $CHECKOUT/datasets/"), in: folder)
    }
    #expect(result.code == 0)
    #expect(result.output.replacingOccurrences(of: "\u{A0}", with: " ") == block[1])
  }

  @Test func thePageOfPowerShowsItsHelp() throws {
    let page = try String(contentsOfFile: Program.checkout + "/docs/power.md", encoding: .utf8)
    let help = try run("evenhand help power").output.trimmingCharacters(in: .newlines)
    #expect(page.contains("```text\n\(help)\n```"), "docs/power.md is not what evenhand help power prints")
  }

  @Test func versionAndHelpAreResults() throws {
    for line in ["evenhand --version", "evenhand --help", "evenhand help audit", "evenhand audit --help"] {
      let result = try run(line)
      #expect(result.code == 0 && !result.output.isEmpty && result.talk.isEmpty, "\(line)")
    }
  }

  /// OpenBLAS would try again for ever, and libdispatch trap.
  @Test(arguments: ["-v 150000", "-v 200000", "-v 300000", "-n 8", "-n 16"])
  func tooLittleIsSaid(_ limit: String) throws {
    let result = try run("ulimit \(limit); printf '\(ProgramTests.rows)' | timeout 20 evenhand audit -q -o out")
    #expect(result.code == 2 && result.talk.contains("(ulimit -\(limit.dropFirst().prefix(1)))"), "\(result)")
  }

  @Test(arguments: ["-v 600000", "-v 900000", "-n 40"]) func enoughIsEnough(_ limit: String) throws {
    let line = "ulimit \(limit); printf '\(ProgramTests.rows)' | timeout 60 evenhand audit -q --threads 8 -o out"
    // On a machine of many processors more address space is needed before the program begins.
    let result = try run("export OPENBLAS_NUM_THREADS=1; \(line)")
    #expect(result.code == 0, "\(result)")
  }

  @Test func aClosedPipeIsNoFailure() throws {
    let result = try run("set -o pipefail; evenhand metrics | head -n 1; evenhand schema | head -c 10")
    #expect(result.code == 0)
    #expect(result.talk.isEmpty)
  }

  @Test func standardInputIsReadAndDigested() throws {
    let result = try run(
      "printf '\(ProgramTests.rows)' > in.csv; evenhand run -q < in.csv && sha256sum in.csv | cut -c1-64 && cat record.json"
    )
    #expect(result.code == 0)
    let digest = result.output.prefix(64)
    #expect(result.output.contains("\"name\":\"-\""))
    #expect(result.output.contains("\"sha256\":\"\(digest)\""))
  }

  @Test func withoutDigestsTheRecordSaysNull() throws {
    let result = try run(
      "printf '\(ProgramTests.rows)' > in.csv; sed -i 's/\"-\"/in.csv/' evenhand.yaml; evenhand run -q --no-input-digest && cat record.json"
    )
    #expect(result.code == 0)
    #expect(result.output.contains("\"inputs\":[{\"bytes\":"))
    #expect(result.output.contains("\"name\":\"in.csv\",\"rows\":1600,\"sha256\":null}"))
  }

  /// An audit that was stopped after its record was in its place, and before anything else was: the record is whole, and no bundle.
  @Test func aRecordOfAnAuditThatWasStoppedIsNoRecordAlone() throws {
    let alone =
      "printf '\(ProgramTests.rows)' | evenhand audit -q -o all >/dev/null && mkdir out && cp all/record.json out"
    #expect(try run(alone + " && evenhand gate -q out").code == 0)
    let stopped = try run(alone + " && mkdir out/.evenhand-0123456789abcdef && evenhand gate -q out")
    #expect(stopped.code == 2 && stopped.talk.contains("no whole bundle"), "\(stopped)")
  }

  @Test func runExitsWithZeroWhateverTheVerdict() throws {
    let result = try run(
      "printf 'sex,hired\\n' > in.csv; for i in $(seq 99); do printf 'f,no\\nm,yes\\n'; done >> in.csv; evenhand run -q < in.csv; echo $?; evenhand gate -q . > text; echo $?"
    )
    #expect(result.output == "0\n1\n")
  }

  @Test func planIsFoundUpwardsToTheRootOfTheRepository() throws {
    let here = "printf '\(ProgramTests.rows)' | evenhand run; echo $?"
    let above = try run("mkdir -p a/b; cd a/b; \(here)")
    #expect(above.output == "0\n")
    #expect(above.talk.contains("evenhand.yaml"))
    let outside = try run("mkdir -p a/.git a/b; cd a/b; \(here)")
    #expect(outside.output == "2\n")
    #expect(outside.talk.contains("no plan"))
    let variable = try run("mv evenhand.yaml elsewhere.yaml; \(here)", environment: ["EVENHAND_PLAN": "elsewhere.yaml"])
    #expect(variable.output == "0\n")
  }

  @Test func colourIsAskedFor() throws {
    let audit = "printf '\(ProgramTests.rows)' | evenhand audit -q -o out"
    #expect(!(try run(audit).output.contains("\u{1B}")))
    #expect(try run(audit + " --color always").output.contains("\u{1B}"))
    #expect(!(try run(audit + " --color auto", environment: ["NO_COLOR": "1"]).output.contains("\u{1B}")))
  }

  @Test func aBundleRepeatsUnderAFixedClock() throws {
    let audit = "evenhand audit -q -o out < in.csv"
    let result = try run(
      "printf '\(ProgramTests.rows)' > in.csv; \(audit); cp -r out first; sleep 1; \(audit) --threads 1 > /dev/null; sed -i 's/,\"--threads\",\"1\"//' out/run.json; for f in record.json report.md report.html annex.md annex.html verify.sh dossier.md dossier.html run.json plan.yaml; do cmp out/$f first/$f; done; echo compared",
      environment: ["SOURCE_DATE_EPOCH": "1795392000"])
    #expect(result.talk.isEmpty)
    #expect(result.output.hasSuffix("compared\n"))
  }

  @Test func formatsGoWhereTheyAreSent() throws {
    let result = try run(
      "printf '\(ProgramTests.rows)' | evenhand audit -q -o out --format markdown --format json=r.json --format html=r.html; grep -c glossary out/report.html out/annex.html r.html; (cat out/record.json; echo) > e.json; cmp e.json r.json"
    )
    #expect(result.talk.isEmpty)
    #expect(result.output.hasPrefix("**Bias audit report** · "))
  }
}
