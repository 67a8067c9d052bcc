import ArgumentParser
import Evenhand

/// An earlier audit that a command compares with.
struct BaselineOptions: ParsableArguments {
  @Option(
    help:
      "An earlier audit to compare with: record.json, or the folder that holds it. It is checked as a gate checks it.",
    completion: .directory)
  var baseline: String?

  /// The audit that was named; nothing without one.
  func audit(_ options: @autoclosure () throws -> SignedBundle.Options) throws -> SealedRecord? {
    try baseline.map { try RecordFile(path: $0, options: options()).believed() }
  }

  /// Shows how a record differs from the audit that was named, and gives the worse of its code and the gate's.
  func show(_ audit: SealedRecord?, _ candidate: SealedRecord, _ own: ExitStatus, _ talk: TalkOptions) throws
    -> ExitStatus
  {
    guard let audit, let baseline else { return own }
    let found = try GateChanges(from: audit, to: candidate, name: baseline)
    if let warning = found.warning { talk.talk("warning: \(warning)") }
    let status = found.status(own)
    talk.talk(ChangesText.render(found.changes, exit: ExitStatus(found.changes.table).rawValue).trimmedEnd)
    return status
  }
}

extension String {
  /// The text without its final newline.
  fileprivate var trimmedEnd: String { hasSuffix("\n") ? String(dropLast()) : self }
}
