import AuditData
import AuditLedger
import AuditRecord

/// Whether what was audited is still what is there.
enum Currency {
  /// What has changed since the audit: the plan, the model file or the data.
  ///
  /// - Throws: `ReadError` or `FileError` when a file that the plan names cannot be read.
  static func breaks(_ file: PlanFile, since record: Record) throws -> [LedgerBreak] {
    var changed: [String] = []
    if record.plan.sha256 != Digest(of: file.bytes).hex { changed.append("the plan") }
    let artifact = try file.plan.artifact.map { try FileDigest.sha256(Path.join(file.folder, $0)).hex }
    if record.audit.system.sha256 != artifact { changed.append("the model file") }
    // A name with its digest: two files that changed places are other data. Standard input is gone; what it was is in the
    // record alone.
    var inputs = record.inputs.filter { $0.name == "-" }.map(Input.init)
    for named in file.plan.inputs {
      for input in try InputFile.resolve(named, relativeTo: file.folder) where !input.isStandardInput {
        inputs.append(Input(name: input.name, sha256: try FileDigest.sha256(input.path).hex))
      }
    }
    if Set(record.inputs.map(Input.init)) != Set(inputs) { changed.append("the data") }
    return changed.map {
      LedgerBreak(.current, "\($0) changed since the audit: what was signed is about something else; audit again")
    }
  }

  fileprivate struct Input: Hashable {
    var name: String
    var sha256: String?
  }
}

extension Currency.Input {
  fileprivate init(_ input: InputDescription) { self.init(name: input.name, sha256: input.sha256) }
}
