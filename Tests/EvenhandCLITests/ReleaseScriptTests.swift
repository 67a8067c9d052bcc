import Testing

@Suite("Release script") struct ReleaseScriptTests {
  @Test("a dry run finds the version everywhere and writes nothing") func dryRun() throws {
    let version = try Program.shell("evenhand --version", in: Program.checkout).output.split(separator: "\n")[0]
    let result = try Program.shell("scripts/release --dry-run \(version)", in: Program.checkout)
    #expect(result.code == 0, "\(result.talk)")
    #expect(result.output.contains("· the tag") && result.output.contains("scripts/docs"))
    #expect(try Program.shell("[ ! -e .build/release-\(version) ]", in: Program.checkout).code == 0)
    #expect(try Program.shell("scripts/release --dry-run 9.9.9", in: Program.checkout).code == 2)
    #expect(try Program.shell("scripts/release 0.2.0", in: Program.checkout).code == 2)
  }
}
