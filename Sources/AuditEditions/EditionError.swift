import AuditRecord

/// Why there is no public edition, in words that say what to do.
package struct EditionError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Cause and mend.
  package let description: String

  init(_ cause: String, mend: String) { description = "the public edition cannot be defended: \(cause) (\(mend))" }
}

extension EditionError {
  static func narrow(_ counts: Int, minimumCell: Int) -> EditionError {
    EditionError(
      "\(counts) \(counts == 1 ? "count stays" : "counts stay") narrower than 1 to \(minimumCell - 1) whatever is hidden",
      mend: "declare fewer intersections, or raise the bins")
  }

  static func judgesFew(_ requirement: String, minimumCell: Int) -> EditionError {
    EditionError(
      "requirement \(Quoted.text(requirement)) judges groups of fewer than \(minimumCell) people, and its answers could tell how many they are",
      mend: "raise its minimum-count to \(minimumCell), and audit again")
  }

  static let tooMany = EditionError(
    "too many combinations to defend", mend: "declare fewer intersections")

  static let lists = EditionError(
    "numbers of ranked lists are no counts of people, and this version knows no table that would hide them",
    mend: "publish the audit of the decisions, and give auditors the whole report")

  static let views = EditionError(
    "its decisions have several classes or come from several models, and this version knows no table that would hide all of them at once",
    mend: "publish an audit of one model by `favourable`, and give auditors the whole report")

  static let sampled = EditionError(
    "its rows are weighted or stand for people with several rows, so its sums are no counts of people",
    mend: "publish an audit of one row a person without weights")

  static let grounds = EditionError(
    "rows were left out for want of a ground, and this version knows no table that would hide how few of them there are",
    mend: "publish an audit of the rows that may be used, and give auditors the whole report")

  static func overlapping(_ grouping: String) -> EditionError {
    EditionError(
      "people are in several groups of \(grouping) at once", mend: "leave `multiple` at combined for this column")
  }

  static let severalEditions = EditionError(
    "this version defends against one earlier edition of a period that this one contains",
    mend: "name the last edition alone under `published`")

  static let notContained = EditionError(
    "the earlier edition counts people who are not in this audit, so its period is not contained in this one",
    mend: "leave `cumulative` out, and look at what both editions show together")

  static let nothing = EditionError("the record holds no decisions", mend: "audit decisions")

  static let inconsistent = EditionError(
    "no table of whole people gives the counts of this record", mend: "make the audit again with this version")
}
