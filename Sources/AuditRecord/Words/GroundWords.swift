/// What is said of rows that were used without a ground, and of notices: made here alone, for terminal, report and every other output.
package enum GroundWords {
  /// How many rows show no ground, and why; nothing where the plan does not ask.
  package static func sentence(_ record: Record) -> String? {
    guard let lawful = record.lawfulUse else { return nil }
    let (left, rows) = (lawful.withoutGround, lawful.rows)
    let of = lawful.extract == .sample ? " of the sample" : ""
    guard left > 0 else {
      return rows == 0
        ? nil : "Each of \(PlainNumber.count(rows)) rows\(of) shows the ground that the plan asks for."
    }
    let causes = lawful.causes.filter { $0.rows > 0 }.map {
      "\(PlainNumber.count($0.rows)) \(words($0.cause, lawful.rules))"
    }
    let share = Double(left) / Double(max(1, rows))
    let per = share < 0.0005 ? "less than 0.1" : PlainNumber.percent(share)
    return
      "\(PlainNumber.count(left)) of \(PlainNumber.count(rows)) rows\(of) (\(per) in every 100) \(left == 1 ? "shows" : "show") no ground: \(causes.joined(separator: ", ")). \(left == 1 ? "It was" : "They were") left out."
  }

  /// A cause, after a number of rows.
  package static func words(_ cause: UseCause, _ rules: UseRules) -> String {
    switch cause {
    case .noConsent: "without consent"
    case .otherPurpose: "for a purpose that no consent of theirs names"
    case .beforeConsent: "before consent was given"
    case .afterWithdrawal: "after consent was withdrawn or had run out"
    case .pastRetention: "past \(rules.retentionDays.map { "\(PlainNumber.count($0)) days" } ?? "their time")"
    case .minor:
      "of people below \(rules.minimumAge.map { CanonicalNumber.text($0) } ?? "the minimum age") without a guardian"
    case .specialWithoutGround: "of a special category without a ground"
    case .unknownBasis: "without a named basis"
    }
  }

  /// What of a rule is in a notice.
  package static func sentence(_ notice: NoticeDescription) -> String {
    let (present, missing) = (notice.count(.present), notice.fields.filter { $0.state == .missing })
    let lacking =
      missing.isEmpty
      ? "" : " Missing: \(missing.map { "\($0.id.replacing("-", with: " ")) (\($0.clause))" }.joined(separator: ", "))."
    let asked = present.plus(missing.count)
    let excepted = notice.count(.notApplicable)
    let rest =
      excepted == 0 ? "" : " \(PlainNumber.count(excepted)) \(excepted == 1 ? "is" : "are") stated as not applicable."
    let fields = asked == 1 ? "field" : "fields"
    let what =
      excepted == 0
      ? "\(PlainNumber.count(asked)) \(fields) that \(notice.pack.instrument) names"
      : "the \(PlainNumber.count(asked)) \(fields) of \(notice.pack.instrument) that \(asked == 1 ? "applies" : "apply")"
    return
      "\(PlainNumber.count(present)) of \(what) \(present == 1 ? "is" : "are") in the notice \(Quoted.text(notice.file)).\(lacking)\(rest) Whether the notice satisfies the rule is not for this report to say."
  }
}
