import ArgumentParser
import Evenhand

struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Computes record.json and run.json; exits 0 whatever the verdict.")

  @OptionGroup var compute: ComputeOptions
  @OptionGroup var earlier: BaselineOptions
  @OptionGroup var formats: FormatOptions
  @OptionGroup var talk: TalkOptions

  @Option(name: .shortAndLong, help: "The folder; without it the current one.", completion: .directory)
  var output: String?

  func run() async throws {
    let file = try compute.plan(talk)
    let bundle = Bundle(folder: output ?? ".")
    if output != nil { try bundle.checkWritable() } else { try bundle.checkUnsigned() }
    try bundle.checkHoldsNoReport()
    try formats.check(sources: file.sources + [earlier.baseline].compactMap(\.self), bundle: bundle)
    let baseline = try earlier.audit(.init(now: Moment(seconds: RunClock.clock)))
    let (made, describe) = try await compute.run(file, baseline: baseline, talk)
    let record = try SealedRecord(made)
    try bundle.write(record, run: describe(record))
    try formats.write(record, GateResult(record), json: .record, usual: nil, talk)
    for warning in DataWords.warnings(made) { talk.talk("warning: \(warning)") }
    for note in DataWords.notes(made) { talk.talk("note: \(note)") }
    talk.talk("record: \(bundle.path("record.json"))")
  }
}
