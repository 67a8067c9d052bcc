import AuditPolicy
import AuditRecord
import AuditStatistics

/// The averages of one metric over the groups of one grouping, on their way into the record.
struct AverageRows {
  let card: MetricCard
  let grouping: [String]
  let groups: [[Label]]
  /// People or items in each group.
  let counts: [Int]
  /// Lists that each number is averaged over, and those that contribute anything but 0.
  let lists: [Int]
  let contributing: [Int]
  let values: [Double?]
  var numerators: [Double?]
  var denominators: [Double?]
  var targets: [Double?]
  /// How the numbers vary, and how their ratio to and difference from a target do that follows from the same lists.
  let dispersions: [(against: String?, value: ClusterDispersion)]
  /// Why numbers have no range, where none is to be had.
  var withoutInterval: UndefinedReason?

  /// The estimates.
  func estimates(level: Double) -> [Estimate] {
    let identity = dispersions.first { $0.against == nil && $0.value.scale == .identity }?.value
    let logarithm = dispersions.first { $0.against == nil && $0.value.scale == .logarithm }?.value
    let evidence = EstimateEvidence(values: values, identity: identity, logarithm: logarithm)
    let scale = EstimateScale(card.scale)
    return groups.indices.map { group in
      let limits = values[group].flatMap { _ in
        evidence?.interval(of: group, scale: scale, confidence: level)
          ?? (scale == .identity ? nil : evidence?.interval(of: group, scale: .identity, confidence: level))
      }
      let method = (identity ?? logarithm)?.method == .delta ? "delta" : "jackknife"
      let reason: UndefinedReason? =
        values[group] == nil || limits != nil ? nil : withoutInterval ?? (lists[group] < 2 ? .singleList : .noSpread)
      return Estimate(
        metric: card.id, grouping: grouping, group: groups[group], value: values[group],
        interval: limits.map {
          Interval(
            lower: max($0.lower, card.least ?? -.infinity), upper: min($0.upper, card.most ?? .infinity), level: level,
            method: method)
        },
        numerator: numerators[group], denominator: denominators[group], count: counts[group], lists: lists[group],
        contributing: contributing[group], target: targets[group], withoutInterval: reason,
        undefined: values[group] == nil ? (counts[group] == 0 ? .emptyGroup : .emptyDenominator) : nil)
    }
  }

  /// The dispersions as the record holds them.
  var stored: [Dispersion] {
    dispersions.map { against, dispersion in
      Dispersion(
        metric: card.id, grouping: grouping, groups: dispersion.groups.map { groups[$0] }, against: against,
        scale: SpreadScale(dispersion.scale), covariance: dispersion.covariance,
        degreesOfFreedom: dispersion.degreesOfFreedom, isIndependent: dispersion.isIndependent,
        method: dispersion.method == .delta ? "delta" : "jackknife")
    }
  }

  /// The family that the record's numbers give.
  func family(_ estimates: [Estimate]) -> GroupFamily? {
    GroupFamily(
      card, numbers: GroupNumbers(card, estimates: estimates, dispersions: stored), dispersions: stored)
  }

  /// Every group set against its comparison group, for each of `settings`.
  static func disparities(
    _ family: GroupFamily, card: MetricCard, grouping: [String], settings: [ComparisonSetting], isJoint: Bool,
    replicates: ListReplicates? = nil
  ) -> [Disparity] {
    settings.flatMap { setting -> [Disparity] in
      guard let comparison = setting.comparison.pair else { return [] }
      let eligible = family.eligible(minimumCount: setting.minimumCount)
      let numbers = family.numbers.numbers
      var choice = ReferenceChoice(
        rule: setting.reference, groups: family.groups, values: numbers.map(\.value), eligible: eligible)
      let named = choice.described(rule: setting.reference, groups: family.groups)
      if family.groups.count > family.mostCompared, choice != .target { choice = .none(.tooManyGroups) }
      let against = family.comparison(comparison, by: choice, rule: setting.reference)
      var constants: [Double] = []
      if case .constants(let found) = against?.reference { constants = found }
      guard let evidence = (against?.evidence ?? family.evidence) as? EstimateEvidence else { return [] }
      var rows = family.groups.indices.map { group in
        var row = Disparity(
          metric: card.id, grouping: grouping, group: family.groups[group], reference: named,
          comparison: setting.comparison, minimumCount: setting.minimumCount, level: setting.level, value: nil)
        if case .none(let reason) = choice {
          row.undefined = reason
          return row
        }
        row.isReference = choice == .group(group)
        guard numbers[group].value != nil else {
          row.undefined = numbers[group].undefined ?? .emptyDenominator
          return row
        }
        if row.isReference {
          row.value = setting.comparison.ideal
          return row
        }
        if choice == .target, numbers[group].target.map({ $0 <= 0 }) ?? true {
          row.undefined = .zeroTarget
          return row
        }
        guard let rival = choice.rival(of: group, constants: constants),
          let value = evidence.value(comparison, of: group, against: rival)
        else {
          row.undefined = comparison == .ratio ? .zeroReference : .undefinedReference
          return row
        }
        row.value = value
        row.interval = evidence.interval(comparison, of: group, against: rival, confidence: setting.level).map {
          Interval($0, level: setting.level, method: family.evidence.method(comparison))
        }
        row.test = test(
          evidence, group, rival, isJoint: isJoint, setting: setting, eligible: eligible.count { $0 })
        return row
      }
      replicates?.annotate(
        &rows[...], choice: choice, evidence: evidence, constants: constants, comparison: comparison,
        level: setting.level)
      return rows
    }
  }

  /// Student's t for the difference; adjusted by the studentised range where the data chose the comparison group.
  private static func test(
    _ evidence: EstimateEvidence, _ group: Int, _ rival: Rival, isJoint: Bool, setting: ComparisonSetting,
    eligible: Int
  ) -> TestResult? {
    evidence.equality(of: group, with: rival).map { found in
      var name = isJoint ? "paired-t" : "welch-t"
      if case .constant = rival { name = "one-sample-t" }
      var result = TestResult(
        name: name, statistic: found.statistic, degreesOfFreedom: found.degreesOfFreedom, p: found.pValue)
      if setting.reference == .highest || setting.reference == .lowest, eligible >= 2 {
        // The normal deviate with the same two tails.
        let z = -Normal.quantile(max(found.pValue / 2, 1e-300))
        result.adjusted = AdjustedP(
          method: "tukey", p: max(found.pValue, TukeyAdjustment.p(statistic: z, groups: eligible)))
      }
      return result
    }
  }

  /// The two groups that differ most, by each comparison of `settings`.
  static func worstPairs(
    _ family: GroupFamily, card: MetricCard, grouping: [String], settings: [ComparisonSetting]
  ) -> [SummaryResult] {
    var seen: Set<ComparisonSetting> = []
    let wanted = settings.map { setting in
      var setting = setting
      setting.reference = .worstPair
      return setting
    }
    return wanted.filter { seen.insert($0).inserted }.map { setting in
      let summary = FamilySummary(
        card: card, families: [family], comparison: setting.comparison, reference: .worstPair,
        minimumCount: setting.minimumCount, level: setting.level)
      return SummaryResult(
        metric: card.id, grouping: grouping, comparison: setting.comparison,
        reference: ChosenReference(rule: ReferenceRule.worstPair.name), minimumCount: setting.minimumCount,
        level: setting.level, value: summary.value, interval: summary.interval, groups: summary.groups,
        skipped: summary.skipped, undefined: summary.undefined)
    }
  }
}
