import ArgumentParser
import Evenhand

struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "Explains a metric, a verdict, a method, an error code or an exit code in words.")

  @Argument(help: "For example selection-rate, cannot-tell, koopman, plan-unknown-key, exit-3 or plan.")
  var name: String

  @OptionGroup var talk: TalkOptions

  func run() throws {
    guard let text = Explanation.text(for: name) else {
      let hint = Suggestion.nearest(to: name, among: Explanation.names).map { " (did you mean \"\($0)\"?)" } ?? ""
      throw UsageError("nothing is called \(Quoted.text(name))\(hint); `evenhand metrics` lists the metrics")
    }
    try Output.result(text)
  }
}
