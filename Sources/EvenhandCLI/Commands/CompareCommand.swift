import ArgumentParser
import Evenhand

struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Sets two audits against each other: what got better, worse, or cannot be told apart.",
    discussion: """
      Checks are compared by what they ask: metric, labels, groups and bins, reference rule, depth and attention; for \
      others a line says why they are not comparable. A change is shown as worse or better only where it stands after \
      adjustment for all checks; with --margin worse means by more than it, and what is shown to be no worse than that is \
      told from what nobody can tell. Both records are checked as `gate` checks them. Exit codes: 0 none is worse, 1 one is \
      worse, 3 none is worse and one is gone, not comparable or, with --margin, not shown to be no worse, 2 could not run.
      """)

  @Argument(help: "The earlier audit: record.json, or the folder that holds it.")
  var baseline: String

  @Argument(help: "The later audit, likewise.")
  var candidate: String

  @Option(
    help: ArgumentHelp(
      "A format, and the file it goes to; without a file it goes to standard output. One of \(ChangesFormat.names).",
      valueName: "name[=path]"))
  var format: [FormatTarget<ChangesFormat>] = []

  @Option(
    help: ArgumentHelp(
      "By how much a number may be worse and count as no worse, on its own scale: 0.02 is two points of a ratio.",
      valueName: "margin"))
  var margin: Double?

  @Option(help: "Ask as of a day or a moment in UTC; without it, now.")
  var now: String?

  @OptionGroup var ledger: LedgerOptions
  @OptionGroup var talk: TalkOptions

  func validate() throws {
    try FormatTarget.check(format)
    if let margin, !(margin >= 0 && margin.isFinite) {
      throw ValidationError(
        "--margin is how much worse still counts as no worse, and cannot be below 0 (0.02 is two points)")
    }
  }

  func run() throws {
    try TargetFiles.check(format.compactMap(\.path), sources: [baseline, candidate])
    let options = try ledger.options(now: now)
    let changes = AuditComparison.changes(
      from: try RecordFile(path: baseline, options: options).believed(),
      to: try RecordFile(path: candidate, options: options).believed(), margin: margin)
    let status = ExitStatus(changes.table)
    for target in format {
      let text = try target.format.render(changes, status, color: talk.usesColor && target.path == nil)
      if let path = target.path { try Files.write(Array(text.utf8), to: path) } else { try Output.result(text) }
    }
    if !format.contains(where: { $0.path == nil }) {
      try Output.result(ChangesFormat.text.render(changes, status, color: talk.usesColor))
    }
    throw ExitCode(status.rawValue)
  }
}

/// How two audits are set against each other on paper.
enum ChangesFormat: String, CaseIterable, NamedFormat {
  case text, markdown, json

  init?(name: String) { self.init(rawValue: name) }

  static let names = allCases.map(\.rawValue).joined(separator: ", ")

  func render(_ changes: AuditChanges, _ status: ExitStatus, color: Bool) throws -> String {
    switch self {
    case .text: ChangesText.render(changes, exit: status.rawValue, color: color)
    case .markdown: MarkdownRenderer().render(ChangesTable.document(changes))
    case .json: try ChangesDocument(changes).text
    }
  }
}
