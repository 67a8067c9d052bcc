import ArgumentParser
import Evenhand

struct FindingCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "finding", abstract: "Follows findings: who mends what by when, and whether an audit has shown it.",
    discussion: """
      How a finding stands is computed from audits and signed actions, and never stored. Actions are signed as sign-offs are, by \
      the roles that the plan names under sign-off.actions, and lie in the folder actions beside the history.
      """, subcommands: [List.self, Assign.self, Mitigate.self, Withdraw.self])

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "Lists findings, those that are due first.",
      discussion: "Exit codes: 0, 4 with --require-sign-off where an owner is late, 2 could not run.")

    @Argument(help: "The series; without it, all.")
    var series: String?

    @Flag(help: "List findings too about which nobody owes anything.")
    var all = false

    @Option(help: "Write calendar reminders of what is due to this file.", completion: .file())
    var ics: String?

    @Flag(help: "Exit with 4 where an owner is late, or an action was changed.")
    var requireSignOff = false

    @OptionGroup var options: HistoryOptions

    func run() throws {
      let view = try HistoryView(try options.history(), series: series, options: options.options())
      if let ics { try Files.write(Array(view.calendar.utf8), to: ics) }
      try Output.result(HistoryText.findings(view, all: all, width: Output.width))
      let isLate = view.book.state.firstBreak != nil || view.series.contains { !$0.overdue.isEmpty }
      if requireSignOff, isLate { throw ExitCode(ExitStatus.signOff.rawValue) }
    }
  }

  struct Assign: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "assign", abstract: "Signs who mends a finding, and by when.")

    @Argument(help: "The finding, by the first digits of its key.")
    var finding: String

    @Option(help: "Who mends it.")
    var owner: String

    @Option(help: "The last day for it.")
    var due: String

    @Option(help: "Why.")
    var reason: String?

    @OptionGroup var signer: ActionOptions
    @OptionGroup var options: HistoryOptions

    func run() throws {
      let view = try HistoryView(try options.history(), options: options.options())
      let (series, life) = try view.life(finding)
      try signer.sign(.assign, in: view, of: series, finding: life, options) { draft in
        (draft.owner, draft.due, draft.reason) = (owner, try LedgerOptions.day(due, "--due"), reason)
      }
    }
  }

  struct Mitigate: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "mitigate", abstract: "Signs what was changed so that a finding is mended.",
      discussion: """
        The finding is verified once it is met in an audit whose period begins after the signature, or of the version that is named.
        """)

    @Argument(help: "The finding, by the first digits of its key.")
    var finding: String

    @Option(help: "What was changed.")
    var change: String

    @Option(help: "A file that shows the change; its digest is signed.", completion: .file())
    var evidence: String?

    @Option(help: "The version of the system from which on the change is in.")
    var system: String?

    @Option(help: "Why.")
    var reason: String?

    @OptionGroup var signer: ActionOptions
    @OptionGroup var options: HistoryOptions

    func run() throws {
      let view = try HistoryView(try options.history(), options: options.options())
      let (series, life) = try view.life(finding)
      try signer.sign(.mitigate, in: view, of: series, finding: life, options) { draft in
        (draft.change, draft.version, draft.reason) = (change, system, reason)
        draft.evidence = try evidence.map {
          .init(name: Path.lastComponent($0), sha256: Digest(of: try Files.read($0)).hex)
        }
      }
    }
  }

  struct Withdraw: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "withdraw",
      abstract: "Signs that a finding is taken back, and why. A later audit that does not meet it reopens it.")

    @Argument(help: "The finding, by the first digits of its key.")
    var finding: String

    @Option(help: "Why.")
    var reason: String

    @OptionGroup var signer: ActionOptions
    @OptionGroup var options: HistoryOptions

    func run() throws {
      let view = try HistoryView(try options.history(), options: options.options())
      let (series, life) = try view.life(finding)
      try signer.sign(.withdraw, in: view, of: series, finding: life, options) { $0.reason = reason }
    }
  }
}
