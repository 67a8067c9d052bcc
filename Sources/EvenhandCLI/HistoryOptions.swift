import ArgumentParser
import Evenhand

/// Which history a command uses.
struct HistoryOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The history; without it $EVENHAND_HISTORY, else \(History.usualName) beside the plan.", valueName: "file"),
    completion: .file())
  var store: String?

  @Option(help: "Ask as of a day or a moment in UTC; without it, now.")
  var now: String?

  @OptionGroup var ledger: LedgerOptions
  @OptionGroup var talk: TalkOptions

  /// Opens the history.
  func history(creates: Bool = false) throws -> History { try History(path: path, creates: creates) }

  private var path: String {
    if let store { return store }
    if let variable = Environment.variables["EVENHAND_HISTORY"], !variable.isEmpty { return variable }
    return Path.join(PlanOptions.nearest.map { Path.folder(of: $0) } ?? ".", History.usualName)
  }

  func options() throws -> SignedBundle.Options { try ledger.options(now: now) }
}
