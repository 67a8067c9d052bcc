import ArgumentParser
import Evenhand

struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "Renders the report and its annex from a record; needs no data.")

  @Argument(help: "record.json, or the folder that holds it.")
  var record: String

  @Option(name: .shortAndLong, help: "The folder; without it beside the record.", completion: .directory)
  var output: String?

  @Option(
    help:
      "Whom it is for: internal, the usual; auditor, the same with all digests; public, in a folder of that name, with small counts and what they could be worked out from hidden."
  )
  var edition: Edition?

  @Option(
    help:
      "Of a public edition, the key by which auditors can tell that it belongs to this record; evenhand key makes it.",
    completion: .file())
  var key: String?

  enum Edition: String, ExpressibleByArgument, CaseIterable { case `internal`, auditor, `public` }

  @OptionGroup var formats: FormatOptions
  @OptionGroup var talk: TalkOptions

  func run() throws {
    try formats.check(sources: [record])
    let file = try RecordFile(path: record, options: .init(now: Moment(seconds: RunClock.clock)))
    if edition == .public { return try publish(file) }
    guard key == nil else { throw UsageError("--key is for --edition public") }
    let bundle = formats.format.isEmpty ? Bundle(folder: output ?? file.folder) : nil
    if output != nil { try bundle?.checkWritable() } else { try bundle?.checkUnsigned() }
    let confirmation = file.confirmation
    try confirmation.check()
    if let reason = confirmation.numbers.reason { talk.talk("the findings were not recomputed: \(reason)") }
    guard let bundle else {
      if output != nil { throw UsageError("--output is for the report's own files; give each --format a path instead") }
      var question = GateResult.Question()
      question.places = file.places
      let result = GateResult(file.sealed, in: file.bundle, confirmation: confirmation, asking: question)
      return try formats.write(file.sealed, result, json: .record, usual: nil, talk)
    }
    if let other = file.bundle?.sealed.record.tool, output == nil, other != Tool(version: Version.current) {
      throw UsageError(
        "\(bundle.folder): \(other.words) wrote this bundle; its reports stay as they are, name a folder for new ones with --output"
      )
    }
    try bundle.writeReport(file.sealed)
    talk.talk("report: \(bundle.path("report.html"))")
  }

  /// Writes the public edition; nothing of the bundle changes.
  private func publish(_ file: RecordFile) throws {
    guard formats.format.isEmpty else {
      throw UsageError("--edition public writes a folder of its own; leave --format out")
    }
    try file.confirmation.check()
    let folder = output ?? Path.join(file.folder, "public")
    let key = try key.map { (path) throws(FileError) in try KeyFile.read(path, apartFrom: folder) }
    let edition = try PublicBundle(file.sealed.record, link: key?.link(to: file.sealed.digest.hex))
    try edition.write(to: folder)
    let hiding = edition.record.hiding
    talk.talk("public edition: \(Path.join(folder, "report.html"))")
    talk.talk(
      hiding.hidden == 0
        ? "none of its \(hiding.counts) counts had to be hidden"
        : "\(hiding.hidden) of its \(hiding.counts) counts are hidden: they are small, or small ones could be worked out from them"
    )
    if edition.record.audit.contact == nil {
      talk.talk("warning: the plan names no `contact` of `audit`, and the edition says so")
    }
    talk.talk(key.map { "linked to the full record by the key \($0.id)" } ?? "not linked to a full record")
  }
}
