import ArgumentParser
import Evenhand

struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Looks at a plan, its files, their headers and first rows; writes nothing.",
    discussion: """
      For editors, pre-commit and a look before a long audit. Exits 0 where an audit would begin, with what it would warn \
      of on standard error, and 2 where the plan or the first \(PlainNumber.count(PlanCheck.rows)) rows of a file have to \
      be mended.
      """)

  @Argument(
    help: ArgumentHelp(
      "Plans; without one $EVENHAND_PLAN, or the nearest evenhand.yaml upwards.", valueName: "plan"))
  var plans: [String] = []

  @OptionGroup var given: GivenSources
  @OptionGroup var talk: TalkOptions

  func run() throws {
    guard let paths = plans.isEmpty ? PlanOptions.nearest.map({ [$0] }) : plans else { throw PlanOptions.missing }
    var isInOrder = true
    for path in paths {
      do {
        let check = try PlanCheck(given.replacing(in: PlanFile(path: path)), threads: talk.threads)
        for warning in check.warnings { talk.talk("warning: \(warning)") }
        try Output.result(Escaping.terminal("\(Path.lastComponent(path)): \(check.summary)") + "\n")
      } catch {
        // Each plan is looked at, whatever the others are.
        isInOrder = false
        guard paths.count > 1, EvenhandCommand.isFriendly(error) else { throw error }
        ErrorText.say(error)
      }
    }
    if !isInOrder { throw ExitCode(ExitStatus.couldNotRun.rawValue) }
  }
}
