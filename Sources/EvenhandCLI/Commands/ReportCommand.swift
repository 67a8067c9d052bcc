import ArgumentParser
import Evenhand

struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "Renders report.md and report.html from a record; needs no data.")

  @Argument(help: "record.json, or the folder that holds it.")
  var record: String

  @Option(name: .shortAndLong, help: "The folder; without it beside the record.", completion: .directory)
  var output: String?

  @OptionGroup var formats: FormatOptions
  @OptionGroup var talk: TalkOptions

  func run() throws {
    try formats.check(sources: [record])
    let file = try RecordFile(path: record)
    let sealed = try SealedRecord(Gate.confirm(file.record))
    guard formats.format.isEmpty else {
      if output != nil { throw UsageError("--output is for the report's own files; give each --format a path instead") }
      return try formats.write(sealed, usual: nil, color: talk.usesColor)
    }
    let bundle = Bundle(folder: output ?? file.folder)
    if output != nil { try bundle.checkWritable() } else { try bundle.checkUnsigned() }
    try bundle.writeReport(sealed)
    talk.talk("report: \(bundle.path("report.html"))")
  }
}
