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

  /// How a record differs from the audit that was named; nothing without one.
  func changes(_ audit: SealedRecord?, to candidate: SealedRecord) throws -> GateChanges? {
    guard let audit, let baseline else { return nil }
    return try GateChanges(from: audit, to: candidate, name: baseline)
  }
}
