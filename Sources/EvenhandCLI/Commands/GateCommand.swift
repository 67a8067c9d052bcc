import ArgumentParser
import Evenhand

struct GateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gate", abstract: "Judges a record; needs no data and writes nothing unless --format says so.",
    discussion: """
      The findings are recomputed from the record's own numbers; if they differ from those stored, the exit code is 2. \
      With --plan the record is judged by the requirements of that plan instead.
      """)

  @Argument(help: "record.json, or the folder that holds it.")
  var record: String

  @Option(name: .shortAndLong, help: "Judge by the requirements of this plan.")
  var plan: String?

  @OptionGroup var formats: FormatOptions
  @OptionGroup var talk: TalkOptions

  func run() throws {
    try formats.check(sources: [record, plan].compactMap { $0 })
    let stored = try RecordFile(path: record).record
    var judged = try Gate.confirm(stored)
    if let plan { judged = Gate.judge(stored, by: try PlanFile(path: plan).plan.requirements) }
    try formats.write(SealedRecord(judged), usual: .terminal, color: talk.usesColor)
    throw ExitCode(ExitStatus(judged.verdict).rawValue)
  }
}
