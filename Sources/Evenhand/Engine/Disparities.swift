import AuditMetrics
import AuditPolicy
import AuditRecord
import AuditStatistics

/// Groups set against their comparison groups.
enum Disparities {
  /// The disparities of one metric in one table, for each of `settings`.
  ///
  /// - Parameters:
  ///   - crude: The metric's proportions over everybody: `highest` and `lowest` choose on these, in every stratum.
  ///   - proportions: The metric's proportions in `table`.
  static func rows(
    _ metric: String, table: GroupTable, proportions: [Proportion], crude: [Proportion],
    settings: [ComparisonSetting]
  ) -> [Disparity] {
    // A test asks whether two rates are equal: one answer serves the ratio and the difference.
    var tests: [TestKey: [TestResult?]] = [:]
    return settings.flatMap { setting -> [Disparity] in
      let choice = ReferenceChoice(
        rule: setting.reference, groups: table.groups, proportions: crude, minimumCount: setting.minimumCount)
      let named = choice.described(rule: setting.reference, groups: table.groups)
      let key = TestKey(reference: setting.reference, minimumCount: setting.minimumCount)
      let tested = tests[key] ?? results(proportions, crude: crude, choice: choice, setting: setting)
      tests[key] = tested
      return table.groups.indices.map { group in
        var row = Disparity(
          metric: metric, grouping: table.grouping, group: table.groups[group], reference: named,
          comparison: setting.comparison, minimumCount: setting.minimumCount, level: setting.level,
          stratifier: table.stratum?.column, within: table.stratum.map { escapedStratum($0.label) }, value: nil)
        if case .none(let reason) = choice {
          row.undefined = reason
          return row
        }
        let own = proportions[group]
        let reference = choice.proportion(for: group, among: proportions)
        switch ReferenceChoice.disparity(setting.comparison, group: own, reference: reference) {
        case .failure(let missing):
          let isEmpty = missing.reason == .emptyDenominator && table.size(of: group) == 0
          row.undefined = isEmpty ? .emptyGroup : missing.reason
        case .success(let value): row.value = value
        }
        row.isReference = choice == .group(group)
        guard row.value != nil, !row.isReference, let reference else { return row }
        row.interval = interval(setting, choice: choice, group: own, reference: reference)
        row.test = tested[group]
        return row
      }
    }
  }

  private struct TestKey: Hashable {
    var reference: ReferenceRule
    var minimumCount: Int
  }

  /// The test of every group against its comparison group, adjusted where the data chose that group.
  private static func results(
    _ proportions: [Proportion], crude: [Proportion], choice: ReferenceChoice, setting: ComparisonSetting
  ) -> [TestResult?] {
    let eligible = crude.count { $0.trials >= Double(setting.minimumCount) }
    return proportions.indices.map { group in
      guard choice != .group(group), let reference = choice.proportion(for: group, among: proportions) else {
        return nil
      }
      // Everybody contains the group, so the test is that against everybody else.
      let own = proportions[group]
      guard let other = choice == .overall ? complement(of: own, in: reference) : reference else { return nil }
      var result = test(group: own, reference: other)
      if setting.reference == .highest || setting.reference == .lowest, eligible >= 2,
        let statistic = PooledZ.test(group: own, reference: other)?.statistic
      {
        result?.adjusted = AdjustedP(method: "tukey", p: TukeyAdjustment.p(statistic: statistic, groups: eligible))
      }
      return result
    }
  }

  private static func complement(of group: Proportion, in all: Proportion) -> Proportion? {
    guard all.trials > group.trials else { return nil }
    return Proportion(successes: all.successes - group.successes, trials: all.trials - group.trials)
  }

  private static func interval(
    _ setting: ComparisonSetting, choice: ReferenceChoice, group: Proportion, reference: Proportion
  ) -> Interval? {
    let isRatio = setting.comparison == .ratio
    var limits: ConfidenceInterval?
    if choice == .overall {
      guard let rest = complement(of: group, in: reference) else { return nil }
      limits =
        isRatio
        ? AgainstOverall.koopman(group: group, complement: rest, confidence: setting.level)
        : AgainstOverall.newcombe(group: group, complement: rest, confidence: setting.level)
    } else {
      limits =
        isRatio
        ? Koopman.interval(group: group, reference: reference, confidence: setting.level)
        : Newcombe.interval(group: group, reference: reference, confidence: setting.level)
    }
    return limits.map {
      Interval(lower: $0.lower, upper: $0.upper, level: setting.level, method: isRatio ? "koopman" : "newcombe")
    }
  }

  /// Fisher's exact test up to a combined total of 100,000, the pooled z-test beyond.
  private static func test(group: Proportion, reference: Proportion) -> TestResult? {
    guard group.trials > 0, reference.trials > 0 else { return nil }
    // Ties that reach beyond the depth count by chance; the exact test needs whole numbers.
    let isWhole = [group, reference].allSatisfy { $0.successes == $0.successes.rounded() }
    if isWhole, group.trials + reference.trials <= 100_000 {
      return TestResult(name: "fisher-exact", p: FisherExact.twoSided(group: group, reference: reference))
    }
    return PooledZ.test(group: group, reference: reference).map {
      TestResult(name: "pooled-z", statistic: $0.statistic, p: $0.p)
    }
  }

  /// Pooled over the strata of one stratifier, against the crude choice of the comparison group.
  static func pooled(
    _ metric: String, strata: [RateEstimates], proportions: [[Proportion]], crude: [Proportion],
    setting: ComparisonSetting
  ) -> [Disparity] {
    guard let first = strata.first?.table, let column = first.stratum?.column else { return [] }
    let choice = ReferenceChoice(
      rule: setting.reference, groups: first.groups, proportions: crude, minimumCount: setting.minimumCount)
    let named = choice.described(rule: setting.reference, groups: first.groups)
    let eligible = crude.count { $0.trials >= Double(setting.minimumCount) }
    return first.groups.indices.map { group in
      var row = Disparity(
        metric: metric, grouping: first.grouping, group: first.groups[group], reference: named,
        comparison: setting.comparison, minimumCount: setting.minimumCount, level: setting.level,
        stratifier: column, within: "*", value: nil)
      if case .none(let reason) = choice {
        row.undefined = reason
        return row
      }
      if choice == .group(group) {
        row.isReference = true
        row.value = setting.comparison.ideal
        return row
      }
      let pooling = PooledComparison(choice: choice, group: group, strata: proportions)
      switch pooling.value(setting.comparison) {
      case .failure(let missing): row.undefined = missing.reason
      case .success(let value):
        row.value = value
        row.interval = pooling.interval(setting.comparison, confidence: setting.level).map {
          Interval(
            lower: $0.lower, upper: $0.upper, level: setting.level,
            method: setting.comparison == .ratio ? "greenland-robins" : "sato")
        }
        row.test = pooling.test
        if setting.reference == .highest || setting.reference == .lowest, eligible >= 2,
          let statistic = row.test?.statistic
        {
          row.test?.adjusted = AdjustedP(
            method: "tukey", p: TukeyAdjustment.p(statistic: statistic.squareRoot(), groups: eligible))
        }
      }
      return row
    }
  }

  /// Adjusts the p-values that no studentised range has adjusted, by Holm over all rows of one metric, comparison and
  /// reference; strata are families of their own.
  static func adjust(_ rows: inout [Disparity]) {
    struct Family: Hashable {
      var metric: String
      var comparison: Comparison
      var rule: String
      var named: [Label]?
      var minimumCount: Int
      var level: Double
      var stratifier: String?
      var within: String?
    }
    var families: [Family: [Int]] = [:]
    for (index, row) in rows.enumerated() where row.test?.p != nil && row.test?.adjusted == nil {
      let family = Family(
        metric: row.metric, comparison: row.comparison, rule: row.reference.rule,
        named: row.reference.rule == "group" ? row.reference.group : nil, minimumCount: row.minimumCount,
        level: row.level, stratifier: row.stratifier, within: row.within)
      families[family, default: []].append(index)
    }
    for indices in families.values {
      let adjusted = Holm.adjust(indices.compactMap { rows[$0].test?.p })
      for (index, p) in zip(indices, adjusted) { rows[index].test?.adjusted = AdjustedP(method: "holm", p: p) }
    }
  }
}
