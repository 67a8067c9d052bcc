package import AuditRecord

/// How often a test set has been judged: a system that is changed until it passes has been tuned against the set, and its next
/// people are another one.
package enum Looks {
  /// From more looks on, the set says how well the system was tuned.
  static let many = 5
  /// Folders beside the output that are looked at.
  private static let mostFolders = 1_000

  /// How often bundles beside a folder, and the one that it holds, have judged the files of a record, this time included; nil for
  /// data that are no test set, and where files have no digest.
  package static func count(_ record: Record, beside folder: String) -> Int? {
    guard record.audit.data == .test, let wanted = inputs(record.inputs) else { return nil }
    let parent = Path.folder(of: folder)
    let names = Files.names(in: parent.isEmpty ? "." : parent).sorted()
    let folders = names.prefix(mostFolders).map { Path.join(parent, $0) }
    let earlier = folders.compactMap { looks(in: $0, at: wanted) }
    return max(earlier.count, earlier.max() ?? 0) + 1
  }

  /// What a count means, in a sentence; nil the first time.
  package static func sentence(_ looks: Int?) -> String? {
    guard let looks, looks > 1 else { return nil }
    let tuned =
      looks > many
      ? " A system that is changed until it passes is tuned against the set: judge new people before you rely on it."
      : ""
    return "Judged \(PlainNumber.count(looks)) times with this test set, by the audits beside this one.\(tuned)"
  }

  /// The files of a test set by their digests; nil where one has none.
  private static func inputs(_ inputs: [InputDescription]) -> [String]? {
    let digests = inputs.compactMap(\.sha256)
    return digests.isEmpty || digests.count < inputs.count ? nil : digests.sorted()
  }

  /// How many looks an earlier bundle was, if it judged the same files.
  private static func looks(in folder: String, at wanted: [String]) -> Int? {
    guard let bytes = try? Files.read(Path.join(folder, "record.json"), limit: 1 << 28),
      let record = try? SealedRecord(parsing: bytes).record, record.audit.data == .test, inputs(record.inputs) == wanted
    else { return nil }
    let run = (try? Files.read(Path.join(folder, "run.json"), limit: 1 << 20)).flatMap(RunDescription.init(parsing:))
    return run?.looks ?? 1
  }
}
