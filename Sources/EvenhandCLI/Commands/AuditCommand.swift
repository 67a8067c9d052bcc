import ArgumentParser
import Evenhand

struct AuditCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit", abstract: "Computes, judges and reports into one folder.",
    discussion: "The folder holds record.json, run.json, plan.yaml, the report, SHA256SUMS and the dossier.")

  @OptionGroup var compute: ComputeOptions
  @OptionGroup var formats: FormatOptions
  @OptionGroup var talk: TalkOptions

  @Option(
    name: .shortAndLong, help: "The folder; without it reports/<title>/<date>.", completion: .directory)
  var output: String?

  func run() async throws {
    let file = try compute.plan(talk)
    let bundle =
      output.map { Bundle(folder: $0) } ?? Bundle.usual(title: file.plan.audit.title, date: RunClock.today)
    try bundle.checkWritable()
    try formats.check(sources: file.sources, bundle: bundle)
    let (record, run) = try await compute.run(file, talk)
    try bundle.write(record, run: run, plan: file.bytes, threads: talk.threads)
    try formats.write(record, usual: .terminal, color: talk.usesColor)
    talk.talk("report: \(bundle.path("report.html"))")
    throw ExitCode(ExitStatus(record.record.verdict).rawValue)
  }
}
