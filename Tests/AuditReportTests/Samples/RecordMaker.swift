import AuditRecord

@testable import AuditReport

/// Makes records of counts for tests.
struct RecordMaker {
  /// Counts of one combination of labels.
  struct Row {
    var labels: [Label]
    var stratum: String?
    /// Favourable and positive, unfavourable and positive, favourable and negative, unfavourable and negative.
    var counts: [Double]
  }

  /// A rate: which of the four counts are counted, and among which.
  struct Rate {
    var card: MetricCard
    var counted: [Int]
    var among: [Int]
  }

  var columns: [String]
  var stratifier: String?
  var rows: [Row]
  var rates: [Rate]

  var estimates: [Estimate] = []
  var disparities: [Disparity] = []
  var findings: [Finding] = []
  var detectable: [Detectable] = []

  init(columns: [String], stratifier: String? = nil, rows: [Row], rates: [Rate]) {
    self.columns = columns
    self.stratifier = stratifier
    self.rows = rows
    self.rates = rates
  }

  func indices(_ grouping: [String]) -> [Int] { grouping.map { columns.firstIndex(of: $0) ?? 0 } }

  func groups(_ grouping: [String]) -> [[Label]] {
    let indices = indices(grouping)
    return Array(Set(rows.map { row in indices.map { row.labels[$0] } })).sorted(by: [Label].areInOrder)
  }

  func share(_ rate: Rate, _ grouping: [String], _ group: [Label], _ stratum: String?) -> Share {
    let indices = indices(grouping)
    return rows.filter { row in
      indices.map { row.labels[$0] } == group && (stratum == nil || row.stratum == stratum)
    }.reduce(Share(counted: 0, among: 0)) { sum, row in
      sum
        + Share(
          counted: rate.counted.reduce(0) { $0 + row.counts[$1] }, among: rate.among.reduce(0) { $0 + row.counts[$1] })
    }
  }

  var strata: [String] { Array(Set(rows.compactMap(\.stratum))).sorted() }

  func rate(_ id: String) -> Rate { rates.first { $0.card.id == id }! }

  /// Adds estimates and comparisons with the group that has the highest rate.
  mutating func measure(_ rate: Rate, _ grouping: [String], _ comparison: Comparison = .ratio) {
    let reference = highest(rate, grouping)
    for stratum in [nil] + (stratifier == nil ? [] : strata.map(Optional.some)) {
      for group in groups(grouping) {
        let share = share(rate, grouping, group, stratum)
        let limits = share.limits()
        estimates.append(
          Estimate(
            metric: rate.card.id, grouping: grouping, group: group, stratifier: stratum == nil ? nil : stratifier,
            within: stratum, value: share.among > 0 ? share.rate : nil,
            interval: share.among > 0
              ? Interval(lower: limits.lower, upper: limits.upper, level: 0.95, method: .wilson) : nil,
            numerator: share.counted, denominator: share.among, count: Int(share.among),
            undefined: share.among > 0 ? nil : .emptyDenominator))
        disparities.append(
          disparity(rate, grouping, group, reference, comparison, stratum, share: share))
      }
    }
  }

  func highest(_ rate: Rate, _ grouping: [String]) -> [Label] {
    groups(grouping).filter { share(rate, grouping, $0, nil).among >= 30 }
      .max { share(rate, grouping, $0, nil).rate < share(rate, grouping, $1, nil).rate } ?? []
  }

  private func disparity(
    _ rate: Rate, _ grouping: [String], _ group: [Label], _ reference: [Label], _ comparison: Comparison,
    _ stratum: String?, share: Share
  ) -> Disparity {
    let other = self.share(rate, grouping, reference, stratum)
    var row = Disparity(
      metric: rate.card.id, grouping: grouping, group: group,
      reference: ChosenReference(rule: .highest, group: reference), comparison: comparison, minimumCount: 30,
      level: 0.95, stratifier: stratum == nil ? nil : stratifier, within: stratum, value: nil)
    if group == reference {
      row.value = comparison == .ratio ? 1 : 0
      row.isReference = true
    } else if share.among == 0 {
      row.undefined = .emptyDenominator
    } else if other.rate == 0, comparison == .ratio {
      row.undefined = .zeroReference
    } else {
      row.value = comparison == .ratio ? share.rate / other.rate : share.rate - other.rate
      let test = share.test(against: other)
      row.test = TestResult(
        name: MethodName(rawValue: "pooled-z"), statistic: test.z, p: test.p,
        adjusted: AdjustedP(method: .tukey, p: min(1, test.p * 3)))
      if comparison == .ratio {
        let limits = share.ratioLimits(to: other)
        row.interval = Interval(
          lower: limits.lower, upper: limits.upper, level: 0.95, method: MethodName(rawValue: "koopman"))
        row.bootstrap = BootstrapCheck(
          lower: limits.lower + 0.003, upper: limits.upper.map { $0 - 0.004 }, defined: 1000)
      } else {
        let limits = share.differenceLimits(from: other)
        row.interval = Interval(
          lower: limits.lower, upper: limits.upper, level: 0.95, method: MethodName(rawValue: "newcombe"))
      }
    }
    return row
  }

  /// Adds comparisons pooled over strata.
  mutating func pool(_ rate: Rate, _ grouping: [String]) {
    let reference = highest(rate, grouping)
    for group in groups(grouping) {
      var row = Disparity(
        metric: "conditional-selection-rate", grouping: grouping, group: group,
        reference: ChosenReference(rule: .highest, group: reference), comparison: .ratio, minimumCount: 30,
        level: 0.95, stratifier: stratifier, within: "*", value: nil)
      if group == reference {
        row.value = 1
        row.isReference = true
      } else {
        let pooled = Stratified(
          pairs: strata.map { (share(rate, grouping, group, $0), share(rate, grouping, reference, $0)) })
        row.value = pooled.ratio.value
        row.interval = Interval(
          lower: pooled.ratio.lower, upper: pooled.ratio.upper, level: 0.95, method: .greenlandRobins)
        row.test = TestResult(
          name: .cochranMantelHaenszel, statistic: pooled.test.statistic, degreesOfFreedom: 1, p: pooled.test.p)
      }
      disparities.append(row)
    }
  }

  /// Adds the findings of a requirement whose rows were measured before.
  mutating func judge(_ requirement: Requirement, _ grouping: [String], upperZ: Double) {
    let rate = rate(requirement.metric)
    let reference = highest(rate, grouping)
    let other = share(rate, grouping, reference, nil)
    for group in groups(grouping) where group != reference {
      let own = share(rate, grouping, group, nil)
      let name = Words.group(group)
      let value = own.rate / other.rate
      var verdict = VerdictWord.notEnoughData
      var interval: Interval?
      var sentence =
        "Not enough data to judge. Only \(Int(own.among)) people in the group \(name) were in the data; the plan needs at least 30. This is not a pass."
      if own.among >= 30 {
        let lower = own.ratioLimits(to: other).lower
        let upper = own.ratioLimits(to: other, z: upperZ).upper
        interval = Interval(lower: lower, upper: upper, level: 0.95, method: MethodName(rawValue: "guarded-score"))
        let limit = requirement.threshold.limits[0]
        verdict = lower >= limit ? .met : (upper ?? .infinity) < limit ? .notMet : .cannotTell
        sentence =
          "\(verdict.words). \(percent(own.rate)) in every 100 people in the group \(name) \(rate.card.counted), against \(percent(other.rate)) in every 100 people in the group \(Words.group(reference)). That is \(percent(value)) % of the reference group’s rate (95 % confidence interval \(percent(lower)) % to \(percent(upper ?? 9)) %). The requirement is at least \(PlainNumber.exact(limit, shift: 2)) % of the reference group’s rate."
      }
      findings.append(
        Finding(
          requirement: requirement.id, metric: requirement.metric, grouping: grouping, group: group,
          reference: ChosenReference(rule: .highest, group: reference), comparison: .ratio, verdict: verdict,
          value: value, interval: interval, threshold: requirement.threshold, severity: requirement.severity,
          sentence: sentence))
      detectable.append(
        Detectable(
          requirement: requirement.id, grouping: grouping, group: group, comparison: .ratio, power: 0.8,
          shownNotMet: own.among >= 30 ? 0.74 : nil, shownMet: own.among >= 30 ? 0.87 : nil))
    }
  }

  private func percent(_ share: Double) -> String { PlainNumber.percent(share) }

  func sizes(_ groupings: [[String]], unknown: Int = 0) -> [GroupingDescription] {
    groupings.map { grouping in
      GroupingDescription(
        grouping: grouping,
        groups: groups(grouping).map { group in
          GroupSize(
            group: group,
            count: Int(
              share(
                Rate(card: rates[0].card, counted: [0], among: [0, 1, 2, 3]), grouping, group, nil
              ).among))
        }, unknown: unknown)
    }
  }
}
