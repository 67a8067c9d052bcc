import ArgumentParser
import Evenhand

struct GateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gate", abstract: "Judges a record; needs no data and writes nothing unless --format says so.",
    discussion: """
      The findings are recomputed from the record's own numbers; if they differ from those stored, the exit code is 2. \
      With --plan the record is judged by the requirements of that plan instead. In a signed bundle, findings that \
      somebody validly waived do not fail the gate; they stay as they are and are named.
      """)

  @Argument(help: "record.json, or the folder that holds it.")
  var record: String

  @Option(name: .shortAndLong, help: "Judge by the requirements of this plan.")
  var plan: String?

  @Flag(help: "Exit with 4 where requirements are met and a required sign-off is missing or no longer counts.")
  var requireSignOff = false

  @Option(help: "Ask as of a day or a moment in UTC; without it, now.")
  var now: String?

  @OptionGroup var ledger: LedgerOptions
  @OptionGroup var formats: FormatOptions
  @OptionGroup var talk: TalkOptions

  func validate() throws {
    if requireSignOff, plan != nil {
      throw ValidationError("people signed the record by its own plan; leave out --plan or --require-sign-off")
    }
  }

  func run() throws {
    try formats.check(sources: [record, plan].compactMap { $0 })
    let stored = try RecordFile(path: record).record
    var judged = try Gate.confirm(stored)
    if let plan { judged = Gate.judge(stored, by: try PlanFile(path: plan).plan.requirements) }
    let signed = try plan == nil ? signedBundle() : nil
    try formats.write(SealedRecord(judged), usual: .terminal, color: talk.usesColor)
    for waiver in signed?.waiversInForce ?? [] { talk.talk("accepted for a time: \(waiver)") }
    if let first = signed?.breaks.first { talk.talk("warning: \(first); no waiver counts") }
    var status = ExitStatus(signed?.verdictAfterWaivers ?? judged.verdict)
    if requireSignOff {
      talk.talk(signed.map(StatusSummary.line) ?? "this is no signed bundle")
      if status == .met, signed?.state.isFinal != true { status = .signOff }
    }
    throw ExitCode(status.rawValue)
  }

  /// The bundle of the record, if it lies in a signed one.
  private func signedBundle() throws -> SignedBundle? {
    let folder = Files.isFolder(record) ? record : Path.folder(of: record)
    let bundle = Bundle(folder: folder)
    guard Files.isFolder(record) || Path.lastComponent(record) == "record.json",
      bundle.isSigned || (requireSignOff && Files.exists(bundle.path("SHA256SUMS")))
    else { return nil }
    return try SignedBundle(bundle, options: try ledger.options(now: now))
  }
}
