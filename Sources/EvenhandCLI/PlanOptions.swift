import ArgumentParser
import Evenhand

/// Which plan a command uses.
struct PlanOptions: ParsableArguments {
  @Argument(
    help: ArgumentHelp("The plan; without it $EVENHAND_PLAN, or the nearest evenhand.yaml upwards.", valueName: "plan"))
  var planArgument: String?

  @Option(
    name: [.customShort("p"), .customLong("plan")],
    help: ArgumentHelp("The plan, named by an option.", valueName: "plan"))
  var planOption: String?

  @OptionGroup var given: GivenSources

  /// The plan that the command uses, with the inputs that were given in place of its own.
  func plan(_ talk: TalkOptions) throws -> PlanFile {
    if planArgument != nil, planOption != nil { throw UsageError("the plan is named twice") }
    let named = planArgument ?? planOption
    guard let path = named ?? PlanOptions.nearest else { throw PlanOptions.missing }
    if named == nil { talk.talk("plan: \(path)") }
    return try given.replacing(in: PlanFile(path: path))
  }

  /// Where the plan of this folder, or one above it, is; nothing where there is none.
  static var nearest: String? {
    PlanFile.discover(named: nil, environment: Environment.variables, from: Files.currentFolder)
  }

  static let missing = UsageError("no plan here or above (name one, or evenhand init DATA writes one)")
}
