import AuditNumerics
import AuditStatistics

/// How often intervals of slopes and of shares kept hold the truth, and how often the test of groups rejects.
enum ControlsSimulation {
  private static let kinds = 6
  private static let depth = 10
  private static let contexts = 4

  /// A person: their context, the shares of their list's attention by kind, and those of their history.
  private struct Person {
    var context: Int32
    var shown: [Double]
    var chosen: [Double]
  }

  private static let weights = (1...depth).map { AttentionModel.logarithmic.weight(rank: $0) }

  /// What a list that is not personalised gives to each kind, by context.
  private static let base: [[Double]] = (0..<contexts).map { context in
    let raw = (0..<kinds).map { Double(1 + ($0 * 5 + context * 7) % 9) }
    return raw.map { $0 / raw.reduce(0, +) }
  }

  private static func pick(_ weights: [Double], _ source: inout CounterStream) -> Int {
    var place = source.uniform()
    for (index, weight) in weights.enumerated() {
      place -= weight
      if place < 0 { return index }
    }
    return weights.count - 1
  }

  /// A person with 20 choices, most of one kind, and a list whose places follow them with the chance `pull`.
  private static func person(pull: Double, _ source: inout CounterStream) -> Person {
    let context = Int(source.uniform() * Double(contexts))
    let favourite = pick(base[context], &source)
    let taste = (0..<kinds).map { ($0 == favourite ? 0.6 : 0) + 0.4 * base[context][$0] }
    var chosen = [Double](repeating: 0, count: kinds)
    for _ in 0..<20 { chosen[pick(taste, &source)] += 0.05 }
    var shown = [Double](repeating: 0, count: kinds)
    for weight in weights { shown[pick(source.uniform() < pull ? chosen : base[context], &source)] += weight }
    let total = shown.reduce(0, +)
    return Person(context: Int32(context), shown: shown.map { $0 / total }, chosen: chosen)
  }

  private static func slope(_ people: [Person]) -> ClusteredEstimate? {
    var sample = ContextSample(dimension: WithinContextSlope.dimension(kinds: kinds))
    for person in people {
      sample.add(person.context) { row in
        for kind in 0..<kinds {
          row[2 + kind] = person.shown[kind]
          row[2 + kinds + kind] = person.chosen[kind]
        }
        WithinContextSlope.complete(row, kinds: kinds)
      }
    }
    return WithinContextSlope(sample).estimate
  }

  static func printTables(runs: Int) {
    printSlopes(runs: max(1, runs / 10))
    printSeparation(runs: max(1, runs / 5))
  }

  private static func printSlopes(runs: Int) {
    var streams = Streams(after: 700)
    print(
      """

      ## Slopes of lists on histories

      Lists of ten places over six kinds in four contexts, whose places follow the owner's history of 20 choices with a chance, which is
      the true slope; the level compared with has 0.6. Coverage of 95 % intervals, of the slope by the jackknife and of the share kept by
      Fieller's limits; then how often the slope is shown to be at most 0.05, and the share kept at most 0.1. A tenth of the runs.

      | people a level | slope | covered | share kept | covered | shown ≤ 0.05 | shown ≤ 0.1 of full |
      |---|---|---|---|---|---|---|
      """)
    for people in [50, 200, 1000] {
      for pull in [0, 0.05, 0.3] {
        let stream = streams.next()
        var (slopes, shares, isMet, isKept) = (0, 0, 0, 0)
        for run in 0..<runs {
          var source = stream(run)
          let low = slope((0..<people).map { _ in person(pull: pull, &source) })
          let full = slope((0..<people).map { _ in person(pull: 0.6, &source) })
          guard let low, let full else { continue }
          let own = low.interval(confidence: 0.95)
          if own.lower <= pull, pull <= own.upper { slopes += 1 }
          if own.upper <= 0.05 { isMet += 1 }
          func side(_ estimate: ClusteredEstimate) -> Fieller.Side {
            Fieller.Side(
              value: estimate.value, variance: estimate.variance, degreesOfFreedom: estimate.degreesOfFreedom)
          }
          let kept = Fieller.interval(side(low), over: side(full), z: Normal.twoSided(confidence: 0.95))
          guard let kept else { continue }
          if kept.lower <= pull / 0.6, pull / 0.6 <= kept.upper { shares += 1 }
          if kept.upper <= 0.1 { isKept += 1 }
        }
        let share = { (count: Int) in (Double(count) / Double(runs)).percent }
        print(
          "| \(people) | \(pull.fixed(2)) | \(share(slopes)) | \((pull / 0.6).fixed(3)) | \(share(shares))",
          "| \(share(isMet)) | \(share(isKept)) |")
      }
    }
  }

  private static func printSeparation(runs: Int) {
    var streams = Streams(after: 720)
    print(
      """

      ## Separation of groups

      Lists as above without any history; two groups whose shares differ between contexts. "Shifted" gives group a so many more of 100
      places of the first kind. How often the test at 5 % rejects, and how often the 95 % interval of the largest difference holds the
      true one; 399 permutations, a fifth of the runs.

      | people | shifted | rejected | covered |
      |---|---|---|---|
      """)
    for people in [100, 400] {
      for shift in [0, 0.05, 0.15] {
        let stream = streams.next()
        var (rejected, covered) = (0, 0)
        for run in 0..<runs {
          var source = stream(run)
          var rows = PermutationWithin.FeatureRows(features: kinds)
          var (groups, places): ([Int32], [Int32]) = ([], [])
          for _ in 0..<people {
            let context = Int(source.uniform() * Double(contexts))
            let isFirst = source.uniform() < [0.2, 0.4, 0.5, 0.7][context]
            var shown = [Double](repeating: 0, count: kinds)
            for weight in weights {
              let kind = isFirst && source.uniform() < shift ? 0 : pick(base[context], &source)
              shown[kind] += weight
            }
            let total = shown.reduce(0, +)
            rows.add(shown.enumerated().map { (feature: $0.offset, value: $0.element / total) })
            groups.append(isFirst ? 0 : 1)
            places.append(Int32(context))
          }
          guard let test = PermutationWithin(contexts: places, groups: groups, groupCount: 2, features: rows) else {
            continue
          }
          let permutations = test.permute(399, seed: 20_240_601, stream: UInt64(run))
          if permutations.pValue <= 0.05 { rejected += 1 }
          guard let ends = test.ends(critical: permutations.critical(confidence: 0.95)) else { continue }
          // In context s the first kind gets shift · (1 − base) more of group a.
          let truth = separation(shift: shift)
          let critical = permutations.critical(confidence: 0.95)
          let lower = max(0, ends.lower.value.magnitude - critical * ends.lower.pooled)
          let upper = ends.upper.value.magnitude + critical * ends.upper.widest
          if lower <= truth, truth <= upper { covered += 1 }
        }
        let share = { (count: Int) in (Double(count) / Double(runs)).percent }
        print("| \(people) | \((100 * shift).fixed(0)) | \(share(rejected)) | \(share(covered)) |")
      }
    }
  }

  /// The true largest difference, with the weights that contexts have on average.
  private static func separation(shift: Double) -> Double {
    let weights = [0.2, 0.4, 0.5, 0.7].map { $0 * (1 - $0) }
    let differences = zip(weights, base).map { $0 * shift * (1 - $1[0]) }
    return differences.reduce(0, +) / weights.reduce(0, +)
  }
}
