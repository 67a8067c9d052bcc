import ArgumentParser
import Evenhand

struct MinimiseCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "minimise",
    abstract: "Writes what an auditor may have: the columns that the plan reads, without ids.",
    discussion: """
      Ids become pseudonyms, binned numbers one number of their bin, all other columns are left out, and the plan is made \
      to fit. The extract is audited before it is handed over: it gives the numbers of the data, or nothing is written. \
      Pseudonymised data are still personal data of whoever can tell people by their labels; minimised.json counts them.
      """)

  @OptionGroup var planned: PlanOptions
  @OptionGroup var talk: TalkOptions

  @Option(name: .shortAndLong, help: "The folder, which must not be there yet.", completion: .directory)
  var output: String

  @Option(help: "The file of the key; without it the one that the plan names.", completion: .file())
  var key: String?

  @Option(help: "The period, as 2026Q3; without it the one that the plan names.")
  var epoch: String?

  func run() async throws {
    let minimisation = try Minimisation(
      try planned.plan(talk), keyFile: key, epoch: epoch, output: output, threads: talk.threads)
    let description = try await minimisation.write()
    for warning in description.warnings { talk.talk("warning, not to be seen in the extract: \(warning)") }
    try Output.result(description.text.map { Escaping.terminal($0) + "\n" }.joined())
    talk.talk("extract: \(output)")
  }
}
