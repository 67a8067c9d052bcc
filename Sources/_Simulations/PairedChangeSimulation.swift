import AuditNumerics
import AuditStatistics

/// How often the change of a comparison between two decisions about the same people is called no worse, or worse, and is not.
enum PairedChangeSimulation {
  private struct Cell {
    var people: [Int]
    var rate: Double
    /// The share of decisions that differ.
    var differing: Double
    var comparison: PairComparison = .ratio
  }

  private static let margin = 0.05

  private static let cells: [Cell] = {
    var cells: [Cell] = []
    for (people, rate) in [
      ([60, 60], 0.5), ([100, 400], 0.3), ([400, 400], 0.1), ([1000, 1000], 0.5), ([2000, 8000], 0.6),
    ] {
      for differing in [0, 0.02, 0.1, 0.3] where differing < 1.6 * rate {
        cells.append(Cell(people: people, rate: rate, differing: differing))
      }
    }
    return cells + [0.02, 0.1].map { Cell(people: [100, 400], rate: 0.3, differing: $0, comparison: .difference) }
  }()

  static func printTables(runs: Int) {
    print(
      """
      ## Two decisions about the same people

      The change of a ratio (or difference) of two groups' rates between a baseline's decisions and new ones about the same people, by
      its 95 % interval with the correlation of both, \(runs) tables a cell. "No worse" where the number fell by exactly the margin of
      \(margin) and "worse" where nothing changed should each be wrong at most 2.5 % of the time; the interval should hold the true change
      95 % of the time or more. The last column is how wide it is beside that of two audits of different people. Decisions that
      fall do so in the first group alone; where none may differ, the first column has no fall to show.

      | people | rate | comparison | decisions that differ | wrongly no worse | wrongly worse | holds the change | width |
      |---|---|---|---|---|---|---|---|
      """)
    var streams = Streams(after: 45_000)
    for cell in cells {
      // By so much the first group's rate falls where the number falls by the margin.
      let fall = cell.comparison == .ratio ? margin * cell.rate : margin
      let (harmed, even) = (streams.next(), streams.next())
      var counts = (noWorse: 0, fell: 0, worse: 0, held: 0, tables: 0)
      var (width, apart) = (0.0, 0.0)
      for run in 0..<runs {
        if cell.differing >= fall {
          var stream = harmed(run)
          if let found = change(cell, fall: fall, &stream) {
            counts.fell += 1
            if found.paired.lower >= -margin { counts.noWorse += 1 }
          }
        }
        var stream = even(run)
        guard let found = change(cell, fall: 0, &stream) else { continue }
        counts.tables += 1
        if found.paired.upper < 0 { counts.worse += 1 }
        if found.paired.lower <= 0, found.paired.upper >= 0 { counts.held += 1 }
        width += found.paired.upper - found.paired.lower
        apart += found.independent.upper - found.independent.lower
      }
      func share(_ count: Int, _ of: Int) -> String { of == 0 ? "–" : (Double(count) / Double(of)).percent }
      print(
        "| \(cell.people[0]) and \(cell.people[1]) | \(cell.rate) | \(cell.comparison == .ratio ? "ratio" : "difference") | \(cell.differing.percent) % | \(share(counts.noWorse, counts.fell)) | \(share(counts.worse, counts.tables)) | \(share(counts.held, counts.tables)) | \((width / apart).fixed(2)) |"
      )
    }
    print("")
  }

  /// The interval of the change in one table of both groups, with the pairs and without.
  private static func change(
    _ cell: Cell, fall: Double, _ stream: inout CounterStream
  ) -> (paired: ConfidenceInterval, independent: ConfidenceInterval)? {
    let groups = cell.people.enumerated().map { group, people -> PairedRates in
      let lost = (cell.differing + (group == 0 ? fall : 0)) / 2
      let gained = cell.differing - lost
      // Both, only before, only now; each drawn among those who are left.
      let both = draw(people, cell.rate - lost, &stream)
      let before = draw(people - both, lost / (1 - cell.rate + lost), &stream)
      let now = draw(people - both - before, gained / (1 - cell.rate), &stream)
      return PairedRates(
        both: Double(both), before: Double(both + before), now: Double(both + now), people: Double(people))
    }
    func side(_ rate: KeyPath<PairedRates, Proportion>) -> Change.Side? {
      let evidence = ProportionEvidence(groups.map { $0[keyPath: rate] })
      return evidence.value(cell.comparison, of: 0, against: .group(1)).map { value in
        Change.Side(value: value) {
          evidence.interval(cell.comparison, of: 0, against: .group(1), z: $0)
            ?? ConfidenceInterval(lower: -.infinity, upper: .infinity)
        }
      }
    }
    guard let before = side(\.before), let now = side(\.now) else { return nil }
    let z = Normal.twoSided(confidence: 0.95)
    let correlation = PairedRates.correlation(cell.comparison, group: groups[0].guarded, reference: groups[1].guarded)
    return (
      Change(from: before, to: now, correlation: correlation).interval(z: z),
      Change(from: before, to: now).interval(z: z)
    )
  }

  private static func draw(_ people: Int, _ rate: Double, _ stream: inout CounterStream) -> Int {
    BinomialSampler.draw(trials: people, probability: min(1, max(0, rate)), from: &stream)
  }
}
