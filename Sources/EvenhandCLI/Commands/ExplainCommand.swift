import ArgumentParser
import Evenhand

struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Explains a metric, a verdict, a mark, a word of a report, a method, an error or an exit code in words.")

  @Argument(
    help:
      "For example selection-rate, TPR, cannot-tell, ○, “reference group”, koopman, plan-unknown-key, “exit 3”, expired, plan, or a requirement of the plan in reach."
  )
  var name: [String] = []

  @Option(
    name: .customLong("as"),
    help: "Say what another tool prints in place of a metric: \(Peer.allCases.map(\.rawValue).joined(separator: ", "))."
  )
  var peer: String?

  @OptionGroup var talk: TalkOptions

  func run() throws {
    let name = name.joined(separator: " ")
    if let peer { return try Output.result(words(of: peer, name)) }
    guard !name.isEmpty else { throw UsageError("explain what? (as evenhand explain not-met)") }
    // A plan that cannot be read has no say here; whoever uses it will hear why.
    let plan = PlanOptions.nearest.flatMap { try? PlanFile(path: $0).plan }
    guard let text = Explanation.text(for: name, plan: plan) else {
      let hint =
        Suggestion.nearest(to: name, among: Explanation.names(plan)).map { " (did you mean \"\($0)\"?)" } ?? ""
      throw UsageError("nothing is called \(Quoted.text(name))\(hint); `evenhand metrics` lists the metrics")
    }
    try Output.result(text)
  }

  /// What another tool prints in place of a metric.
  private func words(of peer: String, _ name: String) throws -> String {
    guard let tool = Peer(rawValue: peer.lowercased()) else {
      let all = Peer.allCases.map(\.rawValue)
      let hint =
        Suggestion.nearest(to: peer, among: all).map { "did you mean \"\($0)\"?" } ?? all.joined(separator: ", ")
      throw UsageError("nothing is known of a tool \(Quoted.text(peer)) (\(hint))")
    }
    guard let text = Explanation.text(for: name, as: tool) else {
      throw UsageError(
        "nothing is known of what \(tool.rawValue) prints for \(Quoted.text(name)) (without a metric everything of it is listed)"
      )
    }
    return text
  }
}
