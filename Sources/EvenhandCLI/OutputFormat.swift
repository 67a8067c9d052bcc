import Evenhand

/// A format by its name.
enum OutputFormat: String, CaseIterable, NamedFormat {
  case text, summary, markdown, html, pdf, json, github, gitlab, junit, sarif, openmetrics

  /// What `json` is: audit and gate print what the gate says, run and report the record.
  enum Document { case record, result }

  /// What a format may depend on beside record and result.
  struct Settings {
    let json: Document
    let listsAll: Bool
    let text: GateText
  }

  static let names = allCases.map(\.rawValue).joined(separator: ", ")

  /// The format of a name; `terminal` is what `text` was called first.
  init?(name: String) {
    guard let format = OutputFormat(rawValue: name == "terminal" ? "text" : name) else { return nil }
    self = format
  }

  /// True for what programs read.
  var isForMachines: Bool {
    switch self {
    case .text, .summary, .markdown, .html, .pdf: false
    case .json, .github, .gitlab, .junit, .sarif, .openmetrics: true
    }
  }

  /// True for the report itself, which says what the audit could have seen.
  var isReport: Bool {
    switch self {
    case .markdown, .html, .pdf: true
    case .text, .summary, .json, .github, .gitlab, .junit, .sarif, .openmetrics: false
    }
  }

  func render(_ record: SealedRecord, _ result: GateResult, _ settings: Settings) throws -> String {
    switch self {
    case .text: settings.text.render(result)
    case .summary: GateSummary.render(result)
    case .markdown: MarkdownRenderer().render(Report.whole(of: record))
    // Pages are made of this when they are written.
    case .html, .pdf: HTMLRenderer().render(Report.whole(of: record))
    case .json: settings.json == .record ? record.text + "\n" : GateDocument.render(result)
    case .github: GitHubCommands.render(result)
    case .gitlab: try placed(result) { CodeQualityReport.render(result) }
    case .junit: JUnitReport.render(result)
    case .sarif: try placed(result) { SARIFLog.render(result, listsAll: settings.listsAll) }
    case .openmetrics: OpenMetricsText.render(result)
    }
  }

  /// What a format says that shows places of a plan.
  private func placed(_ result: GateResult, _ render: () -> String) throws -> String {
    guard result.plan != nil else {
      throw UsageError("--format \(rawValue) needs a plan with lines (keep plan.yaml in the bundle)")
    }
    return render()
  }
}
