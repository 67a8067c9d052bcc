import AuditRecord

/// A change of a check as tables and the terminal write it.
struct ChangeWords {
  let check: CheckChange
  private let scale: Scale

  init(_ check: CheckChange) {
    self.check = check
    scale = Scale(check.comparison, isRate: check.unit == .share, isGap: check.group == nil)
  }

  /// Where the check belongs, without its requirement: "gender: F", "age: [18, 35), within region".
  var place: String {
    (check.grouping.isEmpty ? "everything" : Words.grouping(check.grouping))
      + (check.group.map { ": \(Words.group($0))" } ?? "") + (check.stratifier.map { ", within \($0)" } ?? "")
  }

  /// What an audit found: "0.77 (0.70 to 0.86)"; nothing of too few people.
  func number(_ result: CheckResult?) -> String {
    guard let result, let value = result.value, result.verdict?.isOfNumber ?? true else { return "" }
    let unit = scale.isInPoints ? " points" : ""
    return scale.brief(value) + unit + (scale.briefRange(result.interval).map { " (\($0))" } ?? "")
  }

  /// The mark of what an audit found; that of a reference group where only the other audit has a finding.
  func mark(_ result: CheckResult?) -> Mark? {
    if let verdict = result?.verdict { return Mark(verdict) }
    return result == nil && check.difference != nil ? .referenceGroup : nil
  }

  /// What the change is, with its size where one is shown: "worse: −0.12 (−0.20 to −0.04)".
  var change: String {
    if let reason = check.reason { return "\(check.change.words): \(reason)" }
    guard let difference = check.difference, [.worse, .better, .noWorse].contains(check.change) else {
      return check.change.words
    }
    return "\(check.change.words): \(size(difference))"
  }

  /// The size of a change with its range.
  func size(_ difference: ChangeEstimate) -> String {
    let (lower, upper) = (difference.interval.lower, difference.interval.upper)
    let isPoints = check.unit == .share && check.comparison != .ratio
    func text(_ value: Double) -> String {
      isPoints
        ? DecimalDigits(value).fixed(1, shift: 2, sign: true)
        : check.comparison == .ratio ? DecimalDigits(value).fixed(2, sign: true) : Scale.signed.brief(value)
    }
    let range = "\(lower.map(text) ?? "no limit") to \(upper.map(text) ?? "no limit")"
    return "\(text(difference.value))\(isPoints ? " points" : "") (\(range))"
  }
}

extension VerdictWord {
  /// Whether a number was judged.
  fileprivate var isOfNumber: Bool { [.met, .notMet, .cannotTell].contains(self) }
}

extension ChangeTable {
  /// The checks, those first that ask for a look.
  var worstFirst: [CheckChange] {
    let order: [ChangeWord] =
      margin == nil
      ? [.worse, .gone, .notComparable, .better, .new, .noClearChange]
      : [.worse, .gone, .notComparable, .noClearChange, .better, .new, .noWorse]
    return order.flatMap { word in checks.filter { $0.change == word } }
  }

  /// "1 worse, 0 better, 2 no clear change, 3 not comparable".
  package var counts: String {
    let always: [ChangeWord] = [.worse, .better] + (margin == nil ? [] : [.noWorse]) + [.noClearChange]
    let parts = (always + [.new, .gone, .notComparable]).compactMap { word -> String? in
      let count = count(word)
      return count > 0 || always.contains(word) ? "\(PlainNumber.count(count)) \(word.words)" : nil
    }
    return parts.joined(separator: ", ")
      + (judgedInNeither > 0 ? "; \(PlainNumber.count(judgedInNeither)) judged in neither" : "")
  }
}

extension ComparedAudit {
  /// The audit in a line: "Loan pre-approval, Q3 (2026-07-01 to 2026-09-30, 3,000 people)".
  var words: String {
    let facts = [version.map { "version \($0)" }, window.words, Phrases.counted(people, "person", "people")]
    return "\(title) (\(facts.compactMap(\.self).joined(separator: ", ")))"
  }

  /// The first digits of its record's digest.
  var fingerprint: String {
    stride(from: 0, to: 16, by: 4).map { String(record.dropFirst($0).prefix(4)) }.joined(separator: " ")
  }
}

extension ChangeResult {
  /// The result in capitals, as the last line of a job's log begins.
  var heading: String {
    switch self {
    case .worse: "WORSE"
    case .better: "BETTER"
    case .noWorse: "NO WORSE"
    case .noClearChange: "NO CLEAR CHANGE"
    case .onlyNew: "NOTHING TO COMPARE"
    case .notComparable: "NOT COMPARABLE"
    }
  }
}
