import ArgumentParser
import Evenhand

struct SchemaCommand: ParsableCommand {
  enum Kind: String, ExpressibleByArgument, CaseIterable { case record, plan }

  static let configuration = CommandConfiguration(
    commandName: "schema", abstract: "Prints the JSON Schema of record.json, or of the plan.")

  @Argument(help: "record or plan.")
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
    try Output.result((kind == .record ? RecordSchema.document : PlanSchema.document).canonical + "\n")
  }
}
