import ArgumentParser
import Evenhand

struct SchemaCommand: ParsableCommand {
  enum Kind: String, ExpressibleByArgument, CaseIterable { case record, plan }

  static let configuration = CommandConfiguration(
    commandName: "schema", abstract: "Prints the JSON Schema of record.json, or of the plan.")

  @Argument(help: "record or plan.")
  var kind = Kind.record

  func run() throws {
    Output.result((kind == .record ? RecordSchema.document : PlanSchema.document).canonical + "\n")
  }
}
