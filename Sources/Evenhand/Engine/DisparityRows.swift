import AuditPolicy
import AuditRecord
import AuditStatistics

/// The groups of one family set against their reference groups.
final class DisparityRows {
  private let measured: Measured
  /// A test asks whether two numbers are equal: one answer serves the ratio and the difference.
  private var tests: [TestKey: [TestResult?]] = [:]

  private struct TestKey: Hashable {
    var reference: FamilyVerdict.Reference
    var isWithTarget: PairComparison?
    /// Groups among all of whose pairs the data chose this one.
    var groups: Int?
  }

  private let rules: Rules
  /// People of each group over everybody, asked where a reference group must have a share of them.
  private let sizes: ([[Label]]) -> [Int]

  init(_ measured: Measured, sizes: @escaping ([[Label]]) -> [Int], rules: Rules = .current) {
    self.measured = measured
    self.sizes = sizes
    self.rules = rules
  }

  /// Adds a row a group for one way of comparing, and what of them is to be set beside replicates.
  func append(_ setting: ComparisonSetting, to rows: inout [Disparity], checks: inout [ReplicateCheck]) {
    guard let comparison = setting.comparison.pair else { return }
    let family = measured.family
    let base = measured.crude ?? family.numbers
    let enough = zip(base.numbers, base.enough(setting.minimumCount)).map { $0.value != nil && $1 }
    let allowed = setting.allowed(base, sizes: sizes)
    var choice = ReferenceChoice(
      rule: setting.reference, groups: family.groups, values: base.numbers.map(\.value),
      eligible: zip(enough, allowed).map { $0 && $1 })
    let named = choice.described(rule: setting.reference, groups: family.groups)
    if family.groups.count > family.mostCompared, choice != .target { choice = .none(.tooManyGroups) }
    let against = family.comparison(comparison, by: choice, rule: setting.reference)
    let eligible = enough.count { $0 }
    let tested = against.map {
      test(
        $0.evidence, $0.reference, choice, isWithTarget: choice == .target ? comparison : nil,
        groups: setting.isChosenByData && eligible >= 2 ? eligible : nil)
    }
    var check = measured.replicates.map { ReplicateCheck(replicates: $0, targets: [], level: setting.level) }
    for group in measured.listed {
      var row = Disparity(
        metric: family.card.id, grouping: measured.grouping, group: family.groups[group], reference: named,
        comparison: setting.comparison, minimumCount: setting.minimumCount, level: setting.level,
        stratifier: measured.stratum?.column, within: measured.stratum?.within, value: nil,
        referenceMinimum: setting.referenceMinimum)
      defer { rows.append(row) }
      guard let (evidence, reference) = against, let rival = reference.rival(of: group, chosen: choice.index) else {
        if case .none(let reason) = choice { row.undefined = reason }
        if let reason = family.numbers.numbers[group].undefined, reason.isOfTheData { row.undefined = reason }
        continue
      }
      let number = family.numbers.numbers[group]
      row.isReference = choice == .group(group)
      guard number.value != nil else {
        row.undefined = number.undefined ?? .emptyDenominator
        continue
      }
      if row.isReference, !family.isCounted {
        row.value = setting.comparison.ideal
        continue
      }
      if choice == .target, number.target.map({ $0 <= 0 }) ?? true {
        row.undefined = .zeroTarget
        continue
      }
      row.value = evidence.value(comparison, of: group, against: rival)
      guard row.value != nil else {
        let other = family.numbers.other(of: family.groups[group], reference: named)
        let isNegative = [number.value, other?.value].contains { $0 ?? 0 < 0 }
        row.undefined = other?.value == nil ? .undefinedReference : isNegative ? .negativeNumber : .zeroReference
        continue
      }
      if row.isReference { continue }
      row.interval = evidence.printed(comparison, of: group, against: rival, confidence: setting.level).map {
        Interval($0.limits, level: setting.level, method: $0.method)
      }
      row.test = tested?[group]
      guard row.interval != nil, measured.stratum == nil else { continue }
      let error = evidence.standardError(comparison, of: group, against: rival)
      if !family.isCounted, !(error ?? 0 > 0) { continue }
      check?.targets.append(
        (
          rows.count,
          ReplicateTarget(
            metric: family.card.id, grouping: measured.grouping, group: group, rival: rival, comparison: comparison),
          error
        ))
    }
    if let check, !check.targets.isEmpty { checks.append(check) }
  }

  private func test(
    _ evidence: any PairEvidence, _ reference: FamilyVerdict.Reference, _ choice: ReferenceChoice,
    isWithTarget: PairComparison?, groups: Int?
  ) -> [TestResult?] {
    // The highest of one minimum is not that of another.
    let fixed = choice.index.map { FamilyVerdict.Reference.named($0) } ?? reference
    let key = TestKey(reference: fixed, isWithTarget: isWithTarget, groups: groups)
    if let known = tests[key] { return known }
    let found = measured.family.groups.indices.map { group -> TestResult? in
      guard measured.isSmall.isEmpty || !measured.isSmall[group], choice != .group(group),
        let rival = fixed.rival(of: group, chosen: nil)
      else { return nil }
      return evidence.equality(of: group, with: rival).map { test in
        TestResult(
          name: MethodName(test.name), statistic: test.statistic, degreesOfFreedom: test.degreesOfFreedom,
          p: test.pValue,
          adjusted: groups.flatMap { test.adjusted(groups: $0, byScore: !rules.adjustExactly) }
            .map { AdjustedP(method: .tukey, p: $0) })
      }
    }
    tests[key] = found
    return found
  }
}
