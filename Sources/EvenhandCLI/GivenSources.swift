import ArgumentParser
import Evenhand

/// Inputs in place of those of a plan.
struct GivenSources: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Read a table from elsewhere than the plan says: a file, - for standard input, or a pipe as /dev/fd/3; counts:FILE for decisions that a query counted. The plan and its digest stay. Tables are \(TableName.allCases.map(\.rawValue).joined(separator: ", ")). May be given several times; for one table it names several files.",
      valueName: "table=location"))
  var source: [Source] = []

  /// A table and where it is.
  struct Source: ExpressibleByArgument {
    let table: String
    let location: String

    init?(argument: String) {
      let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else { return nil }
      (table, location) = (parts[0], parts[1])
    }
  }

  func replacing(in file: PlanFile) throws -> PlanFile {
    try source.isEmpty
      ? file : file.replacing(source.map { ($0.table, $0.location) }, folder: Files.currentFolder)
  }
}
