import ArgumentParser
import Evenhand

struct StatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "Says what is signed, what is missing, and what is due when.",
    discussion: "Exit codes: 0 final and unchanged, 4 not, 2 could not run.")

  @Argument(help: "The bundle.", completion: .directory)
  var bundle: String

  @Option(help: "Ask as of a day or a moment in UTC; without it, now.")
  var now: String?

  @Option(help: "Write calendar reminders of what is due to this file.", completion: .file())
  var ics: String?

  @Flag(help: "Print a checkpoint instead: keep it elsewhere, and give it to `evenhand verify --checkpoint`.")
  var checkpoint = false

  @Option(help: "Sign the checkpoint with this key.", completion: .file())
  var key: String?

  @Option(
    name: .shortAndLong,
    help: "The plan as it is now: it, its model file and its data must be those that were audited.",
    completion: .file())
  var plan: String?

  @OptionGroup var ledger: LedgerOptions
  @OptionGroup var talk: TalkOptions

  func validate() throws {
    if key != nil, !checkpoint { throw ValidationError("--key signs a checkpoint: add --checkpoint") }
  }

  func run() throws {
    var options = try ledger.options(now: now)
    options.plan = try plan.map { try PlanFile(path: $0) }
    let signed = try SignedBundle(Bundle(folder: bundle), options: options)
    if let ics { try Files.write(Array(Reminders.calendar(signed).utf8), to: ics) }
    if checkpoint {
      guard signed.breaks.isEmpty else {
        throw SignOffError(.broken, "no checkpoint is made of what was changed: \(signed.breaks[0])")
      }
      if key == nil { talk.talk("This checkpoint is not signed; keep it where nobody else can write.") }
      return try Output.result(try signed.checkpointText(key: key))
    }
    try Output.result(StatusSummary.status(signed, width: Output.width))
    if !signed.state.isFinal { throw ExitCode(ExitStatus.signOff.rawValue) }
  }
}

struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Recomputes every digest and signature of a bundle, and names the first break.",
    discussion: "Exit codes: 0 final and unchanged, 4 not, 2 could not run.")

  @Argument(help: "The bundle.", completion: .directory)
  var bundle = "."

  @Option(help: "An earlier checkpoint that the ledger must continue.", completion: .file())
  var checkpoint: String?

  @Option(help: "Ask as of a day or a moment in UTC; without it, now.")
  var now: String?

  @Option(
    name: .shortAndLong,
    help: "The plan as it is now: it, its model file and its data must be those that were audited.",
    completion: .file())
  var plan: String?

  @OptionGroup var ledger: LedgerOptions
  @OptionGroup var talk: TalkOptions

  func run() throws {
    var options = try ledger.options(now: now)
    options.checkpoint = try checkpoint.map { try Files.read($0, limit: 1 << 20) }
    options.plan = try plan.map { try PlanFile(path: $0) }
    let signed = try SignedBundle(Bundle(folder: bundle), options: options)
    try Output.result(StatusSummary.verification(signed, width: Output.width))
    if !signed.state.isFinal { throw ExitCode(ExitStatus.signOff.rawValue) }
  }
}
