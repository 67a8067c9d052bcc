import AuditNumerics
import AuditStatistics

/// How often limits of numbers that are made of the counts of decision and outcome miss the truth, and how often the lowest of
/// several groups is judged falsely.
enum CountNumbersSimulation {
  /// People of a group and the chances of TP, FP, FN and TN.
  private struct Group {
    var people: Int
    var chances: [Double]

    /// By how common the positive outcome is, and by both rates.
    init(_ people: Int, base: Double, tpr: Double, fpr: Double) {
      self.people = people
      chances = [base * tpr, (1 - base) * fpr, base * (1 - tpr), (1 - base) * (1 - fpr)]
    }

    func sample(from stream: inout CounterStream) -> [Double] {
      var (left, share) = (people, 1.0)
      return chances.map { chance in
        let drawn =
          share > 0 ? BinomialSampler.draw(trials: left, probability: min(1, chance / share), from: &stream) : 0
        left -= drawn
        share -= chance
        return Double(drawn)
      }
    }
  }

  private struct Cell {
    var name: String
    var groups: [Group]
  }

  private static let cells: [Cell] = [
    Cell(
      name: "60 and 60", groups: [Group(60, base: 0.5, tpr: 0.6, fpr: 0.3), Group(60, base: 0.5, tpr: 0.6, fpr: 0.3)]),
    Cell(
      name: "100 and 2,000, rare outcome",
      groups: [Group(100, base: 0.2, tpr: 0.5, fpr: 0.2), Group(2000, base: 0.2, tpr: 0.7, fpr: 0.1)]),
    Cell(
      name: "500 and 500",
      groups: [Group(500, base: 0.3, tpr: 0.7, fpr: 0.2), Group(500, base: 0.6, tpr: 0.8, fpr: 0.3)]
    ),
    Cell(
      name: "300 and 10,000, good decisions",
      groups: [Group(300, base: 0.5, tpr: 0.9, fpr: 0.1), Group(10_000, base: 0.5, tpr: 0.92, fpr: 0.08)]),
    Cell(
      name: "5,000 and 5,000",
      groups: [Group(5000, base: 0.4, tpr: 0.6, fpr: 0.2), Group(5000, base: 0.5, tpr: 0.6, fpr: 0.2)]),
  ]

  /// A comparison of two groups: its true value, and its limits in a sample; nil where the number does not exist.
  private struct Number: Sendable {
    var name: String
    var truth: @Sendable ([Double], [Double]) -> Double
    var limits: @Sendable ([Double], [Double], Double) -> ConfidenceInterval?
  }

  private static func share(_ counts: [Double], map: MappedEvidence.Map) -> Proportion {
    map == .f1
      ? Proportion(successes: counts[0], trials: counts[0] + counts[1] + counts[2])
      : Proportion(successes: counts[2], trials: counts[1] + counts[2])
  }

  private static func value(_ counts: [Double], _ map: MappedEvidence.Map) -> Double {
    switch map {
    case .f1:
      let twice = 2 * counts[0]
      return twice / (twice + counts[1] + counts[2])
    case .odds: return counts[2] / counts[1]
    }
  }

  private static func mapped(_ name: String, _ map: MappedEvidence.Map, _ comparison: PairComparison) -> Number {
    Number(
      name: name,
      truth: { own, other in
        let values = [value(own, map), value(other, map)]
        return comparison == .ratio ? values[0] / values[1] : values[0] - values[1]
      },
      limits: { own, other, z in
        let evidence = MappedEvidence([share(own, map: map), share(other, map: map)], map: map)
        guard evidence.estimate(of: 0) != nil, evidence.estimate(of: 1) != nil else { return nil }
        return evidence.interval(comparison, of: 0, against: .group(1), z: z)
      })
  }

  private static func function(_ name: String, _ text: String, _ comparison: PairComparison) -> Number {
    let formula = CountFormula.known(text)
    let used = CountFormula.Count.allCases.indices.filter { formula.counts.contains(CountFormula.Count.allCases[$0]) }
    return Number(
      name: name,
      truth: { own, other in
        let values = [own, other].compactMap { formula.evaluate($0)?.value }
        return comparison == .ratio ? values[0] / values[1] : values[0] - values[1]
      },
      limits: { own, other, z in
        let groups = [own, other]
        guard groups.allSatisfy({ counts in used.allSatisfy { counts[$0] >= 10 } }) else { return nil }
        let found = groups.compactMap { formula.estimate($0) }
        let degrees = groups.map { $0.reduce(0, +) - 1 }
        func dispersion(_ scale: EstimateScale) -> ClusterDispersion? {
          ClusterDispersion(
            scale: scale, groups: [0, 1],
            covariance: found.map { scale == .identity ? $0.variance : $0.variance / ($0.value * $0.value) },
            degreesOfFreedom: degrees, isIndependent: true, method: .delta)
        }
        return EstimateEvidence(
          values: found.map(\.value), identity: dispersion(.identity), logarithm: dispersion(.logarithm))?
          .interval(comparison, of: 0, against: .group(1), z: z)
      })
  }

  private static let numbers: [Number] = [
    mapped("F1, ratio", .f1, .ratio), mapped("F1, difference", .f1, .difference),
    mapped("treatment equality, ratio", .odds, .ratio),
    function("F-beta (2), ratio", "5*TP/(5*TP+4*FN+FP)", .ratio),
    function("balanced accuracy, difference", "(TP/(TP+FN)+TN/(TN+FP))/2", .difference),
  ]

  static func printTables(runs: Int) {
    let runs = max(2000, runs / 4)
    print(
      """
      ## Numbers made of counts

      One-sided errors of the limits by which comparisons of two groups are judged, in per cent of \(runs) tables in which the number exists:
      below / above at z = 1.96, where each should be near 2.5, and at z = 2.85, where each should be near 0.22. The Monte-Carlo standard
      error is \((0.025 * 0.975 / Double(runs)).squareRoot().percent) points at 2.5.

      | people | number | tables | z = 1.96 | z = 2.85 |
      |---|---|---|---|---|
      """)
    var streams = Streams(after: 60_000)
    for cell in cells {
      let draws = streams.next()
      let tables = Parallel.map(runs) { run -> [[Double]] in
        var stream = draws(run)
        return cell.groups.map { $0.sample(from: &stream) }
      }
      for number in numbers {
        let truth = number.truth(cell.groups[0].chances, cell.groups[1].chances)
        var errors = [[0, 0], [0, 0]]
        var defined = 0
        for table in tables {
          let found = [1.96, 2.85].map { number.limits(table[0], table[1], $0) }
          guard let narrow = found[0], let wide = found[1] else { continue }
          defined += 1
          for (place, limits) in [narrow, wide].enumerated() {
            if truth < limits.lower { errors[place][0] += 1 }
            if truth > limits.upper { errors[place][1] += 1 }
          }
        }
        guard defined > runs / 20 else { continue }
        let shares = errors.map { pair in
          pair.map { (100 * Double($0) / Double(defined)).fixed(2) }.joined(separator: " / ")
        }
        print("| \(cell.name) | \(number.name) | \(defined) | \(shares[0]) | \(shares[1]) |")
      }
    }
    printExtremes(runs: runs)
  }

  // MARK: the lowest group

  /// The verdict that the lowest rate is at least a limit.
  private static func decision(_ rates: [Proportion], _ limit: Double) -> FamilyVerdict.Decision {
    let critical = CriticalValues(confidence: 0.95, numbers: rates.count)
    let evidence = ProportionEvidence(rates)
    let single = rates.indices.compactMap { evidence.limits(of: $0, z: critical.single)?.lower }.min() ?? 0
    let wide = rates.indices.compactMap { evidence.searchLimits(of: $0, z: critical.family)?.upper }.min() ?? 1
    return FamilyVerdict.Limits(single: ConfidenceInterval(lower: min(single, wide), upper: wide))
      .finding(.atLeast(limit), comparison: nil).decision
  }

  private static func printExtremes(runs: Int) {
    print(
      """

      ## The lowest group

      `compare: minimum, at-least: 0.8`, decided by intervals at 95 %. "Not met" where every group lies at the limit is false, and so is
      "met" where one lies just below it and all others far above; each should stay near or below 2.5 per cent. In the last column one group
      lies at 0.7, and "not met" is right.

      | groups, people | all at 0.8: not met | one at 0.8, others at 0.95: met | one at 0.7: not met |
      |---|---|---|---|
      """)
    var streams = Streams(after: 61_000)
    for (groups, people) in [(2, 30), (2, 500), (6, 50), (6, 1000), (20, 50), (20, 1000)] {
      func share(_ rates: [Double], _ wanted: FamilyVerdict.Decision) -> String {
        let draws = streams.next()
        let population = Population(trials: rates.map { _ in people }, rates: rates)
        let found = Parallel.map(runs) { run -> Bool in
          var stream = draws(run)
          return decision(population.sample(from: &stream), 0.8) == wanted
        }
        return (Double(found.count { $0 }) / Double(runs)).percent
      }
      let rest = Array(repeating: 0.95, count: groups - 1)
      print(
        "| \(groups), \(people) | \(share(Array(repeating: 0.8, count: groups), .notMet)) | \(share([0.7999] + rest, .met)) | \(share([0.7] + rest, .notMet)) |"
      )
    }
    print("")
  }
}
