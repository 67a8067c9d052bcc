import AuditData
import AuditMetrics
import AuditNumerics
import AuditPolicy
import AuditRecord
import AuditStatistics

/// The values of one function of counts for the groups of one table, with how they vary.
struct FunctionFamily {
  let metric: any FunctionMetric
  let table: GroupTable
  /// People in each group [groups].
  let sizes: [Int]
  /// Whether outcomes are known almost only after favourable decisions.
  let isSelective: Bool
  /// Whether rows weigh differently or repeat people, of which nothing says how the counts vary.
  let isSampled: Bool

  /// The cells of the counts, in the order of ``CountFormula/Count``.
  private static let cells: [DecisionCell] = [
    .favourablePositive, .favourableNegative, .unfavourablePositive, .unfavourableNegative,
  ]

  /// The cells that the formula names, and those without an outcome that might belong to them.
  private var used: (known: [DecisionCell], unknown: [DecisionCell]) {
    let known = zip(CountFormula.Count.allCases, Self.cells).filter { metric.function.counts.contains($0.0) }.map(\.1)
    let unknown = DecisionCell.allCases.filter { cell in
      cell.withOutcome.map { known.contains($0.positive) || known.contains($0.negative) } ?? false
    }
    return (known, unknown)
  }

  /// True where the formula sets those who received the favourable decision against others, of whom outcomes are not known.
  private var cannotBeEstimated: Bool {
    isSelective && Set(used.known.map(\.isFavourable)).count > 1
  }

  /// The numbers as a family; nothing where they do not fit together.
  var measured: Measured? {
    let counts = table.groups.indices.map { group in Self.cells.map { table.counts[group, Int($0.rawValue)] } }
    let needed = CountFormula.Count.allCases.indices.filter {
      metric.function.counts.contains(CountFormula.Count.allCases[$0])
    }
    var numbers: [GroupNumber] = []
    var spreads: [(group: Int, value: Double, variance: Double, people: Double)] = []
    for (group, counts) in counts.enumerated() {
      let people = counts.reduce(0, +)
      func undefined(_ reason: UndefinedReason) -> GroupNumber {
        GroupNumber(nil, undefined: reason, basis: .made(of: Int(bounded: people)))
      }
      if isSampled {
        numbers.append(undefined(.needsUnweighted))
      } else if cannotBeEstimated {
        numbers.append(undefined(.outcomeOnlyAfterFavourable))
      } else if people == 0 {
        numbers.append(undefined(sizes[group] == 0 ? .emptyGroup : .emptyDenominator))
      } else if needed.contains(where: { counts[$0] < ShareMap.fewestOfEach }) {
        numbers.append(undefined(.fewInACount))
      } else if let found = metric.function.estimate(counts) {
        numbers.append(GroupNumber(found.value, basis: .made(of: Int(bounded: people))))
        spreads.append((group, found.value, found.variance, people))
      } else {
        numbers.append(undefined(.undefinedPart))
      }
    }
    func dispersion(_ scale: EstimateScale) -> ClusterDispersion? {
      let spreads = spreads.filter { scale == .identity || $0.value > 0 }
      guard !spreads.isEmpty else { return nil }
      return ClusterDispersion(
        scale: scale, groups: spreads.map(\.group),
        covariance: spreads.map { scale == .identity ? $0.variance : $0.variance / ($0.value * $0.value) },
        degreesOfFreedom: spreads.map { max(1, $0.people - 1) }, isIndependent: true, method: .delta)
    }
    return GroupFamily(
      metric.card, numbers: GroupNumbers(order: table.order, numbers: numbers), identity: dispersion(.identity),
      logarithm: dispersion(.logarithm)
    ).map { Measured(family: $0, grouping: table.grouping, sizes: sizes) }
  }

  /// Who might belong to the counts and is not counted: people of no known group, and those without an outcome.
  var leftOut: [LeftOut] {
    let (known, unknown) = used
    func entry(_ reason: LeftOutReason, _ group: Int?, _ people: Double) -> LeftOut? {
      guard people > 0 else { return nil }
      return LeftOut(
        metric: metric.card.id, grouping: table.grouping, group: group.map { table.groups[$0] }, reason: reason,
        completions: Completions(either: people))
    }
    func people(_ cells: [DecisionCell], _ counts: (Int) -> Double) -> Double {
      cells.reduce(0) { $0 + counts(Int($1.rawValue)) }
    }
    return table.leftOut.compactMap { left in
      entry(left.reason, left.group, people(known + unknown) { left.cells[$0] })
    }
      + table.groups.indices.compactMap { group in
        entry(.missingOutcome, group, people(unknown) { table.counts[group, $0] })
      }
  }
}
