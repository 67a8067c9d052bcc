import ArgumentParser
import Evenhand

struct SelfCheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "self-check",
    abstract: "Computes values that are known from outside, on this processor, and says which come out.",
    discussion: "Worked examples, distributions and intervals. Exit 0 if all agree within 1e-9, else 2.")

  func run() throws {
    let values = SelfCheck.values
    try Output.result(
      SelfCheck.words(values, instructions: SelfCheck.instructions).map { $0 + "\n" }.joined())
    if !values.allSatisfy(\.agrees) { throw ExitCode(ExitStatus.couldNotRun.rawValue) }
  }
}
