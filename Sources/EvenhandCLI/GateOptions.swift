import ArgumentParser
import Evenhand

/// What commands take whose exit code is a verdict.
struct GateOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "What fails: not-met, undecided (usual), warnings or never. It is for trying; the plan's `undecided` and `severity` are for keeping. What could not run always fails.",
      valueName: "level"), transform: GateOptions.level)
  var failOn = FailOn.undecided

  private static func level(_ text: String) throws -> FailOn {
    guard let level = FailOn(rawValue: text) else {
      throw ValidationError(
        "\(Quoted.text(text)) is no level; it is one of \(FailOn.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    return level
  }

  /// What is asked of the gate.
  ///
  /// - Parameters:
  ///   - plan: The plan by whose requirements the record was judged, if not its own.
  ///   - folder: The folder of the bundle.
  ///   - places: Where the record's own requirements stand.
  func question(
    plan: String? = nil, folder: String?, places: PlanPlaces?, _ requireSignOff: Bool
  ) throws -> GateResult.Question {
    var question = GateResult.Question()
    question.failOn = failOn
    question.requiresSignOff = requireSignOff
    question.isOwnPlan = plan == nil
    question.folder = folder
    question.places = try plan.map { PlanPlaces(path: $0, bytes: try Files.read($0, limit: 4 << 20)) } ?? places
    return question
  }
}
