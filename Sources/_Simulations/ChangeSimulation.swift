import AuditNumerics
import AuditStatistics

/// How often a comparison of two audits says "worse" or "better" of systems that are what they were, and of one that is not.
///
/// The procedure is that of ``Change`` with ``Holm`` over a table: against a group that the data choose each change is first
/// adjusted for all pairs of the grouping.
enum ChangeSimulation {
  private static let alpha = 0.05

  /// What groups are compared with.
  private enum Rule { case highest, first, complement }

  private struct Cell {
    var name: String
    var population: Population
    var rule: Rule
    var comparison: PairComparison = .ratio
    /// The size of a gap is what changes.
    var isGap = false
    /// Tables of as many groupings, all of the same groups.
    var groupings = 1
  }

  private static let cells: [Cell] = {
    func even(_ groups: Int, _ trials: Int, _ rate: Double) -> Population {
      Population(groups: groups, trials: trials, rate: rate)
    }
    let mixed = Population(trials: [3000, 1200, 300, 90, 40], rates: [0.5, 0.45, 0.5, 0.4, 0.5])
    return [
      Cell(name: "2 groups of 100, 0.5", population: even(2, 100, 0.5), rule: .first),
      Cell(name: "2 groups of 1,000, 0.1", population: even(2, 1000, 0.1), rule: .first),
      Cell(name: "6 groups of 60, 0.3", population: even(6, 60, 0.3), rule: .first),
      Cell(name: "6 groups of 1,000, 0.5", population: even(6, 1000, 0.5), rule: .first),
      Cell(name: "5 groups, 3,000 to 40", population: mixed, rule: .first),
      Cell(name: "2 groups of 1,000, 0.1", population: even(2, 1000, 0.1), rule: .highest),
      Cell(name: "6 groups of 60, 0.3", population: even(6, 60, 0.3), rule: .highest),
      Cell(name: "6 groups of 1,000, 0.5", population: even(6, 1000, 0.5), rule: .highest),
      Cell(name: "5 groups, 3,000 to 40", population: mixed, rule: .highest),
      Cell(name: "12 groups of 500, 0.2", population: even(12, 500, 0.2), rule: .highest),
      Cell(name: "4 groupings of 5 groups of 400, 0.5", population: even(5, 400, 0.5), rule: .highest, groupings: 4),
      Cell(name: "6 groups of 1,000, 0.5", population: even(6, 1000, 0.5), rule: .complement),
      Cell(name: "5 groups, 3,000 to 40", population: mixed, rule: .complement),
      Cell(
        name: "5 groups, 3,000 to 40, difference", population: mixed, rule: .complement, comparison: .difference),
      Cell(
        name: "6 groups of 1,000, 0.5, size of a gap", population: even(6, 1000, 0.5), rule: .first,
        comparison: .difference, isGap: true),
      Cell(
        name: "5 groups, 3,000 to 40, size of a gap", population: mixed, rule: .first, comparison: .difference,
        isGap: true),
    ]
  }()

  static func printTables(runs: Int) {
    let runs = max(2000, runs / 4)
    print(
      """
      ## Two audits of one system

      What `evenhand compare` says where nothing has changed: the share of \(runs) tables in which it calls any check worse, and any
      better, with the Monte-Carlo standard error; each should stay at or below 5 %, and both together near it. "Naive" calls a check worse whose own 95 %
      interval of the change lies below 0, without any adjustment. In the last column one group's rate falls to 0.8 of itself, and
      calling it worse is right.

      | groups | compared with | any worse, naive | any worse | any better | one group at 0.8: worse |
      |---|---|---|---|---|---|
      """)
    var streams = Streams(after: 40_000)
    for cell in cells {
      let rule =
        switch cell.rule {
        case .highest: "the highest"
        case .first: "a named group"
        case .complement: "all others"
        }
      let (before, now) = (streams.next(), streams.next())
      var harmed = cell
      let last = harmed.population.rates.count - 2
      harmed.population.rates[max(last, 1)] *= 0.8
      let shares = [cell, harmed].map { later -> (naive: Int, worse: Int, better: Int) in
        var counts = (naive: 0, worse: 0, better: 0)
        for run in 0..<runs {
          var (first, second) = (before(run), now(run))
          let table = (0..<cell.groupings).map { _ in
            (cell.population.sample(from: &first), later.population.sample(from: &second))
          }
          let found = compare(table, cell)
          if found.naive { counts.naive += 1 }
          if found.worse { counts.worse += 1 }
          if found.better { counts.better += 1 }
        }
        return counts
      }
      func error(_ count: Int) -> String {
        let rate = Double(count) / Double(runs)
        return "\(rate.percent) ± \((rate * (1 - rate) / Double(runs)).squareRoot().percent)"
      }
      func share(_ count: Int) -> String { (Double(count) / Double(runs)).percent }
      print(
        "| \(cell.name) | \(rule) | \(share(shares[0].naive)) | \(error(shares[0].worse)) | \(error(shares[0].better)) | \(share(shares[1].worse)) |"
      )
    }
    print("")
  }

  /// What a comparison says of the groupings of two audits.
  private static func compare(
    _ table: [([Proportion], [Proportion])], _ cell: Cell
  ) -> (naive: Bool, worse: Bool, better: Bool) {
    var (p, families, sizes): ([Double], [Int], [Double]) = ([], [], [])
    var naive = false
    let z = Normal.twoSided(confidence: 1 - alpha)
    for (number, rates) in table.enumerated() {
      let (before, now) = (ProportionEvidence(rates.0), ProportionEvidence(rates.1))
      for (group, rival) in pairs(rates.0, rates.1, cell.rule) {
        func side(_ evidence: ProportionEvidence) -> Change.Side? {
          evidence.value(cell.comparison, of: group, against: rival).map { value in
            Change.Side(value: value) {
              evidence.interval(cell.comparison, of: group, against: rival, z: $0)
                ?? ConfidenceInterval(lower: -.infinity, upper: .infinity)
            }
          }
        }
        guard let earlier = side(before), let later = side(now) else { continue }
        let change = Change(of: cell.isGap ? .distance(from: 0) : .number, from: earlier, to: later)
        let own = change.interval(z: z)
        let size = cell.isGap ? -change.value : change.value
        if cell.isGap ? own.lower > 0 : own.upper < 0 { naive = true }
        // What is far from 5 % needs no exact tail.
        let deviate = own.lower > 0 || own.upper < 0 ? change.deviate : 0
        sizes.append(size)
        switch cell.rule {
        case .highest:
          p.append(deviate > 0 ? TukeyAdjustment.p(statistic: deviate, groups: rates.0.count) : 1)
          families.append(number)
        case .first, .complement:
          p.append(min(1, 2 * Normal.upperTail(deviate)))
          families.append(1000 + p.count)
        }
      }
    }
    let adjusted = Holm.adjust(p, families: families)
    func shown(_ isSide: (Double) -> Bool) -> Bool {
      zip(adjusted, sizes).contains { $0 <= alpha && isSide($1) }
    }
    return (naive, shown { $0 < 0 }, shown { $0 > 0 })
  }

  /// The pairs that are compared: each group against the first audit's reference, and that one against the second's.
  private static func pairs(_ before: [Proportion], _ now: [Proportion], _ rule: Rule) -> [(Int, Rival)] {
    func highest(_ rates: [Proportion]) -> Int {
      rates.indices.dropFirst().reduce(0) { (rates[$1].estimate ?? 0) > (rates[$0].estimate ?? 0) ? $1 : $0 }
    }
    switch rule {
    case .complement: return before.indices.map { ($0, .complement) }
    case .first: return before.indices.dropFirst().map { ($0, .group(0)) }
    case .highest:
      let (first, second) = (highest(before), highest(now))
      let others = before.indices.filter { $0 != first }.map { ($0, Rival.group(first)) }
      return others + (first == second ? [] : [(first, .group(second))])
    }
  }
}
