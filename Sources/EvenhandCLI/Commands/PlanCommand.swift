import ArgumentParser
import Evenhand

struct PlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan", abstract: "Says which tables and columns a plan reads; opens none of them.",
    discussion: """
      A line a table: where it is, and its columns, in the order in which tables are read. `--columns` prints the names of the \
      columns by table as JSON, in that order, for programs that hand them over with --source.
      """)

  @OptionGroup var planned: PlanOptions
  @OptionGroup var talk: TalkOptions

  @Flag(help: "The names of the columns by table, as JSON.")
  var columns = false

  func run() throws {
    let plan = try planned.plan(talk).plan
    let tables = plan.tablesAsRead.map { ($0, plan.columnNames(of: $0)) }
    if columns {
      // Canonical JSON would sort the tables.
      let members = tables.map { name, columns in
        "\"\(name.rawValue)\":" + JSONValue.array(columns.map(JSONValue.string)).canonical
      }
      return try Output.result("{\(members.joined(separator: ","))}\n")
    }
    for (name, columns) in tables {
      let files = plan[table: name]?.files.map(\.words).joined(separator: ", ") ?? ""
      try Output.result(
        Escaping.terminal("\(name.rawValue) (\(files)): \(columns.map(Quoted.text).joined(separator: ", "))") + "\n")
    }
  }
}

extension InputFile {
  /// How the plan names it.
  fileprivate var words: String { query.map { "a query of \($0.engine.rawValue)" } ?? given }
}
