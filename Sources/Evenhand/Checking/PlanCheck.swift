import AuditData
import AuditInputs
import AuditPolicy
import AuditRecord

/// What can be said of a plan before it is audited: its keys, its files, their headers and their first rows.
///
/// Nothing is written. What an audit would refuse is refused here too, as far as those rows show it.
package struct PlanCheck: Sendable {
  /// How many rows of each file are looked at.
  package static let rows = 10_000

  /// What an audit would warn of.
  package let warnings: [String]
  /// The number of files that were looked at; 0 where the data come from a stream, which can be read only once.
  package let files: Int
  /// The number of rows that were looked at.
  package let seen: Int
  /// Whether these are all rows of all files.
  package let isWhole: Bool

  /// Looks at a plan and its files.
  ///
  /// - Throws: What an audit would throw, at its place in the plan where a key of it is to blame.
  package init(_ file: PlanFile, threads: Int = 2) throws {
    do { try self.init(file.plan, folder: file.folder, threads: threads) } catch let error as ReadError {
      throw file.placed(error)
    }
  }

  init(_ whole: Plan, folder: String, threads: Int) throws {
    var plan = whole
    if let artifact = plan.artifact { _ = try InputFile.resolve([artifact], relativeTo: folder) }
    // A model may be large, and no finding rests on it, nor on replicates.
    (plan.artifact, plan.replicates) = (nil, 0)
    let inputs = try plan.inputs.flatMap { try InputFile.resolve($0, relativeTo: folder) }
    guard !inputs.contains(where: \.isStream) else {
      (warnings, files, seen, isWhole) = ([], 0, 0, false)
      return
    }
    var options = Audit.Options()
    (options.threads, options.digestsInputs, options.firstRows) = (threads, false, Self.rows)
    let (record, read) = try Audit.read(plan, folder: folder, options: options)
    let isWhole = read.allSatisfy(\.isWhole)
    let place = isWhole ? "" : "in the first \(PlainNumber.count(Self.rows)) rows: "
    warnings = DataWords.warnings(Self.warnings(record, isWhole: isWhole), of: record).map { place + $0 }
    (files, seen, self.isWhole) = (read.count, read.reduce(0) { $0 + Int($1.rows) }, isWhole)
  }

  /// What is odd about the rows that were looked at. First rows do not show whether something is in no row, or how counts of
  /// all rows are to each other.
  static func warnings(_ record: Record, isWhole: Bool) -> [DataWarning] {
    let needsAll: [DataWarningCode] = [
      .unusedTable, .lostJoin, .idsAlike, .totalGroup, .undecidedApart, .missingApart, .levelsDisagree, .noOtherList,
    ]
    return record.warnings.filter { isWhole || !needsAll.contains($0.code) }
  }

  /// What was looked at, in a line.
  package var summary: String {
    let count = warnings.count
    let found = count == 0 ? "" : "; \(count) \(count == 1 ? "warning" : "warnings")"
    guard files > 0 else { return "the plan is in order; its data come from a stream, which an audit reads once" }
    let rows =
      isWhole
      ? "all \(PlainNumber.count(seen)) rows"
      : "the first \(PlainNumber.count(Self.rows)) rows\(files == 1 ? "" : " of each")"
    return "the plan fits its data (\(files) \(files == 1 ? "file" : "files"), \(rows))\(found)"
  }
}
