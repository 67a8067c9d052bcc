import ArgumentParser
import Evenhand

struct SchemaCommand: ParsableCommand {
  enum Kind: String, ExpressibleByArgument, CaseIterable { case record, plan, gate }

  static let configuration = CommandConfiguration(
    commandName: "schema", abstract: "Prints the JSON Schema of record.json, of the plan, or of a gate's result.")

  @Argument(help: "record, plan or gate.")
  var kind = Kind.record

  @Flag(help: "The plan reference as Markdown instead.")
  var markdown = false

  func validate() throws {
    if markdown, kind != .plan {
      throw ValidationError("--markdown writes the plan reference: evenhand schema plan --markdown")
    }
  }

  @OptionGroup var talk: TalkOptions

  func run() throws {
    if markdown { return try Output.result(PlanSchema.markdown) }
    let document =
      switch kind {
      case .record: RecordSchema.document
      case .plan: PlanSchema.document
      case .gate: GateSchema.document
      }
    try Output.result(document.canonical + "\n")
  }
}
