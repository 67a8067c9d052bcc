import ArgumentParser
import Evenhand

struct SQLCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sql", abstract: "Prints the query that counts the decisions of a plan where they are; asks nobody.",
    discussion: """
      Save what it answers as CSV or Parquet, and audit it: evenhand audit --source decisions=counts:FILE. The SELECT whose rows are \
      counted is that of the plan's source, or of --of.
      """)

  @OptionGroup var planned: PlanOptions
  @OptionGroup var talk: TalkOptions

  @Option(
    help: "How the engine writes SQL: \(SQLCommand.dialects).",
    transform: { word in
      guard let dialect = SQLDialect(rawValue: word) else {
        throw ValidationError("\(Quoted.text(word)) is none of \(SQLCommand.dialects)")
      }
      return dialect
    })
  var dialect: SQLDialect

  private static let dialects = SQLDialect.allCases.map(\.rawValue).joined(separator: ", ")

  @Option(help: ArgumentHelp("The SELECT whose rows are counted.", valueName: "select"))
  var of: String?

  func run() throws {
    let plan = try planned.plan(talk).plan
    try Output.result(plan.countingQuery(of: of, in: dialect) + "\n")
  }
}
