import ArgumentParser
import Evenhand

struct GateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gate", abstract: "Judges a record; needs no data and writes nothing unless --format says so.",
    discussion: """
      The findings are recomputed from the record's own numbers; if they differ from those stored, or if a file of \
      the bundle was changed, the exit code is 2. A record that was judged under other rules passes only in a final \
      bundle, by keys given with --allowed-signers. With --plan the record is judged by the requirements of that plan \
      instead. With --baseline changes since an earlier audit are shown, and fail the gate where a check is worse (1), or \
      gone or not comparable (3); a baseline never lets pass what fails without it. In a signed bundle, findings that \
      somebody validly waived do not fail the gate; they stay as they are and are named. The last line is the result. \
      `--format json` is the gate's result; the record is `evenhand report --format json`.
      """)

  @Argument(help: "record.json, or the folder that holds it.")
  var record: String

  @Option(name: .shortAndLong, help: "Judge by the requirements of this plan.")
  var plan: String?

  @Flag(help: "Exit with 4 where requirements are met and a required sign-off is missing or no longer counts.")
  var requireSignOff = false

  @Option(help: "Ask as of a day or a moment in UTC; without it, now.")
  var now: String?

  @OptionGroup var gate: GateOptions
  @OptionGroup var earlier: BaselineOptions
  @OptionGroup var ledger: LedgerOptions
  @OptionGroup var formats: FormatOptions
  @OptionGroup var talk: TalkOptions

  func validate() throws {
    if requireSignOff, plan != nil {
      throw ValidationError("people signed the record by its own plan; leave out --plan or --require-sign-off")
    }
  }

  /// A gate says nothing about power, and does without playing it again, unless it prints the report.
  private func options() throws -> SignedBundle.Options {
    var options = try ledger.options(now: now)
    options.playsPower = formats.format.contains(where: \.format.isReport)
    return options
  }

  func run() throws {
    try formats.check(sources: [record, plan, earlier.baseline].compactMap { $0 })
    let file = try Parallelism.within(threads: talk.threads) { try RecordFile(path: record, options: try options()) }
    let signed = file.bundle
    let confirmation = file.confirmation
    try confirmation.check()
    var judged = file.sealed
    let baseline = try earlier.audit(try options())
    if let plan {
      let plan = try PlanFile(path: plan)
      judged = try SealedRecord(
        Gate.judge(judged.record, by: plan.plan, baseline: try plan.baseline(baseline)))
    } else if let objection = Gate.objection(to: confirmation, in: signed) {
      throw RecordError(objection)
    }
    var question = try gate.question(
      plan: plan, folder: signed?.bundle.folder, places: file.places, requireSignOff)
    question.baseline = try earlier.changes(baseline, to: judged)
    var result = GateResult(judged, in: signed, confirmation: confirmation, asking: question)
    // What was judged anew is the stored record's numbers.
    result.record = file.sealed.digest
    try formats.write(judged, result, json: .result, usual: .text, talk)
    throw ExitCode(result.exit.status.rawValue)
  }
}
