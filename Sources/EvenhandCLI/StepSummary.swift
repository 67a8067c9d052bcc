import Evenhand

/// The page that GitHub Actions shows of a job's step.
enum StepSummary {
  /// What the file may hold at most; GitHub drops a larger one whole.
  private static let mostBytes = 1_000_000

  /// Adds the summary to the file that the environment names, if it does.
  static func append(_ result: GateResult, _ talk: TalkOptions) throws {
    guard let path = Environment.variables["GITHUB_STEP_SUMMARY"], !path.isEmpty else { return }
    let summary = Array("\(GateSummary.render(result))\n".utf8)
    guard try Files.append(summary, to: path, limit: mostBytes) else {
      return talk.talk("the step's summary is full; it says nothing of this audit")
    }
  }
}
