import ArgumentParser
import Evenhand

struct AuditCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit", abstract: "Computes, judges and reports into one folder.",
    discussion: """
      The folder holds record.json, run.json, plan.yaml, the report, SHA256SUMS and the dossier. The last line is the \
      result. `--format json` is the gate's result.
      """)

  @OptionGroup var compute: ComputeOptions
  @OptionGroup var gate: GateOptions
  @OptionGroup var earlier: BaselineOptions
  @OptionGroup var formats: FormatOptions
  @OptionGroup var talk: TalkOptions

  @Option(
    name: .shortAndLong, help: "The folder; without it reports/<title>/<date>.", completion: .directory)
  var output: String?

  @Flag(help: "Exit with 4 where requirements are met and required sign-offs are missing, as they are at first.")
  var requireSignOff = false

  func run() async throws {
    let file = try compute.plan(talk)
    let bundle =
      output.map { Bundle(folder: $0) } ?? Bundle.usual(title: file.plan.audit.title, date: RunClock.today)
    let writer = try BundleWriter(bundle)
    try formats.check(sources: file.sources + [earlier.baseline].compactMap(\.self), bundle: bundle)
    let baseline = try earlier.audit(.init(now: Moment(seconds: RunClock.clock)))
    let (made, describe) = try await compute.run(file, baseline: baseline, talk)
    let looks = RunClock.isFixed ? nil : Looks.count(made, beside: bundle.folder)
    Looks.sentence(looks).map { talk.talk("note: \($0)") }
    func run(_ sealed: SealedRecord) -> RunDescription {
      var run = describe(sealed)
      run.looks = looks.flatMap { $0 > 1 ? $0 : nil }
      return run
    }
    let record = try writer.write(
      made, run: run, plan: file.bytes, allowedSigners: file.allowedSigners, threads: talk.threads)
    var question = try gate.question(folder: bundle.folder, places: file.places, requireSignOff)
    question.baseline = try earlier.changes(baseline, to: record)
    let result = GateResult(record, asking: question)
    try formats.write(
      record, result, json: .result, usual: .text, read: bundle.path("dossier.html"), talk)
    throw ExitCode(result.exit.status.rawValue)
  }
}
