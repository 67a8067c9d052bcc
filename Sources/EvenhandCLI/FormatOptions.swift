import ArgumentParser
import Evenhand

/// Where results go beside the bundle.
struct FormatOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A format, and the file it goes to; without a file it goes to standard output. One of \(OutputFormat.names).",
      valueName: "name[=path]"))
  var format: [FormatTarget<OutputFormat>] = []

  @Flag(name: .shortAndLong, help: "List every check, those that are met too.")
  var verbose = false

  @Flag(help: "Put every check into sarif, those that are met too.")
  var sarifAll = false

  func validate() throws {
    try FormatTarget.check(format)
    if format.contains(where: { $0.format == .pdf && $0.path == nil }) {
      throw ValidationError("pdf goes to a file, as pdf=report.pdf")
    }
  }

  /// Checks, before anything is computed, that every file can be written and that none of them is read or sealed.
  ///
  /// - Parameters:
  ///   - sources: Files that the command reads.
  ///   - bundle: The folder that the command writes, if it writes one.
  func check(sources: [String], bundle: Bundle? = nil) throws {
    try TargetFiles.check(format.compactMap(\.path), sources: sources, bundle: bundle)
    if format.contains(where: { $0.format == .pdf }) { _ = try Browser(environment: Environment.variables) }
  }

  /// Writes what was asked for; with nothing asked for, `usual` goes to standard output. Where standard output carries a
  /// format for machines, the text goes to standard error.
  ///
  /// - Parameters:
  ///   - json: What `json` is of this command.
  ///   - read: The report that the text names.
  func write(
    _ record: SealedRecord, _ result: GateResult, json: OutputFormat.Document, usual: OutputFormat?,
    read: String? = nil,
    _ talk: TalkOptions
  ) throws {
    var text = GateText()
    text.listsAll = verbose
    text.read = read
    // Who has just audited knows what; a gate says which of many it is.
    text.namesRecord = read == nil
    let formats = OutputFormat.Settings(json: json, listsAll: sarifAll, text: text)
    let texts = try format.map { try $0.format.render(record, result, formats) }
    text.color = talk.usesColor
    text.width = Output.width
    let own = OutputFormat.Settings(json: json, listsAll: sarifAll, text: text)
    for (target, text) in zip(format, texts) {
      if let path = target.path {
        let isPDF = target.format == .pdf
        let bytes = isPDF ? try Browser(environment: Environment.variables).pdf(of: text) : Array(text.utf8)
        try Files.write(bytes, to: path)
      } else if target.format.isForMachines {
        if !talk.quiet { _ = Output.write(try OutputFormat.text.render(record, result, formats), to: 2) }
        try Output.result(text)
      } else {
        try Output.result(target.format == .text ? try OutputFormat.text.render(record, result, own) : text)
      }
    }
    if let usual, !format.contains(where: { $0.path == nil }) {
      try Output.result(try usual.render(record, result, own))
    }
    if format.contains(where: { $0.format == .github }) { try StepSummary.append(result, talk) }
  }
}
