public import AuditRecord

/// What holds of a stored record: three questions with an answer each.
///
/// No command passes over an answer that fails. Reports and checks of sign-offs do without numbers that were not checked, and
/// say so; a gate does not, see ``Gate/objection(to:in:)``.
public struct Confirmation: Sendable, Hashable {
  /// The answer to one question.
  public enum Answer: Sendable, Hashable {
    /// It is as it should be.
    case holds
    /// It is not; each place at which it is not, in a sentence without its end.
    case fails([String])
    /// Nobody can tell, and why.
    case notChecked(String)
  }

  /// Whether the files are those that were written and signed: digests, subjects, the chain of events.
  public var bytes: Answer
  /// Whether the record fits itself: every finding has its requirement, metric and groups, and estimates are their quotients.
  public var structure: Answer
  /// Whether its numbers give its findings, detectable sizes, verdict and ranges again, under the rules that judged it.
  ///
  /// Verdicts are compared exactly, and numbers within `Closeness`. Where a limit lies as close as that to its threshold, the
  /// stored verdict stands. Sentences are never compared.
  public var numbers: Answer

  /// Confirms a record that is looked at alone.
  public init(of record: Record) { self.init(of: record, playsPower: true) }

  /// Confirms a record.
  ///
  /// - Parameter playsPower: Whether detectable sizes are found again, which no verdict rests on.
  package init(of record: Record, playsPower: Bool) {
    bytes = .notChecked("the record was looked at alone")
    let own = RecordStructure(record)
    structure = Answer(own.failures)
    numbers =
      own.isJudgeable
      ? Recomputation.answer(record, playsPower: playsPower)
      : .notChecked("the record holds a requirement or a metric that no audit writes")
  }

  /// Everything that fails.
  public var failures: [String] { bytes.failures + structure.failures + numbers.failures }

  /// Checks that nothing fails.
  ///
  /// - Throws: `RecordError` that names the first failure, how many more there are, and what mends them.
  public func check() throws(RecordError) {
    let failures = failures
    guard let first = failures.first else { return }
    let others = failures.count - 1
    let more = others == 0 ? "" : ", and \(others) more \(others == 1 ? "place does" : "places do") not hold"
    throw RecordError(
      bytes.failures.isEmpty
        ? "\(first): the record was changed\(more); restore the file, or audit again"
        : "\(first)\(more): the bundle was changed; restore its files, or audit again")
  }
}

extension Confirmation.Answer {
  /// Holds where there is no failure.
  init(_ failures: [String]) { self = failures.isEmpty ? .holds : .fails(failures) }

  /// What fails.
  public var failures: [String] { if case .fails(let failures) = self { failures } else { [] } }

  /// Why nobody can tell.
  public var reason: String? { if case .notChecked(let reason) = self { reason } else { nil } }
}

/// When two numbers are the same but for their last digits, which differ from machine to machine and release to release.
package enum Closeness {
  /// The largest difference, as a share of the larger number.
  package static let relative = 1e-9
  /// The largest difference of numbers that are next to 0.
  package static let absolute = 1e-12

  /// How far a number may lie from this one.
  static func tolerance(at number: Double) -> Double { max(absolute, relative * number.magnitude) }

  /// True if both are the same number, or both are none.
  static func areSame(_ left: Double?, _ right: Double?) -> Bool {
    guard let left, let right else { return left == nil && right == nil }
    return left == right || (left - right).magnitude <= max(tolerance(at: left), tolerance(at: right))
  }

  /// True if both are the same range.
  static func areSame(_ left: Interval?, _ right: Interval?) -> Bool {
    guard let left, let right else { return left == nil && right == nil }
    return areSame(left.lower, right.lower) && areSame(left.upper, right.upper) && areSame(left.level, right.level)
      && left.method == right.method
  }
}
