import AuditNumerics
import AuditStatistics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// How often intervals from clusters, such as people with their lists, hold the true value.
enum ClusterSimulation {
  private static let confidence = 0.95
  private static let sizes = [20, 50, 200, 1000]

  /// One way in which clusters come about.
  private struct World: Sendable {
    let name: String
    let dimension: Int
    let function: MeanFunction
    let truth: Double
    let scale: EstimateScale
    /// Fewer non-zero first components than this give no interval.
    let minimum: Int
    let expected: String
    let draw: @Sendable (inout CounterStream) -> [Double]
  }

  private static let worlds = [
    World(
      name: "mean of a quality in [0, 1], 0 for 70 %", dimension: 1, function: .mean(0), truth: 0.15, scale: .identity,
      minimum: 0,
      expected: ".91/.93/.95/.95 → .94/.95/.95/.95",
      draw: { stream in
        let isZero = stream.uniform() < 0.7
        return [isZero ? 0 : stream.uniform()]
      }),
    World(
      name: "ratio of two correlated lognormal means", dimension: 2, function: .mean(0) / .mean(1), truth: 1,
      scale: .logarithm, minimum: 0,
      expected: ".87/.90/.94/.95 → .94/.95/.95/.96",
      draw: { stream in
        let common = normal(&stream)
        return [exp(0.6 * common + 0.8 * normal(&stream)), exp(0.6 * common + 0.8 * normal(&stream))]
      }),
    World(
      name: "exposure per relevance, one group ÷ another", dimension: 4,
      function: (.mean(0) / .mean(1)) / (.mean(2) / .mean(3)), truth: 1, scale: .logarithm, minimum: 0,
      expected: ".86/.90/.93/.94 → .94/.95/.96/.96",
      draw: { stream in
        // Relevance of both groups' items to one person, and exposure that follows it with noise.
        let (first, second) = (exp(normal(&stream)), exp(normal(&stream)))
        return [
          first * exp(0.5 * normal(&stream)), first, second * exp(0.5 * normal(&stream)), second,
        ]
      }),
    World(
      name: "mean of hits, 5 %, refused below ten hits", dimension: 1, function: .mean(0), truth: 0.05,
      scale: .identity,
      minimum: 10,
      expected: "–/.82/.86/.93 → –/.78/.97/.96",
      draw: { stream in [stream.uniform() < 0.05 ? 1 : 0] }),
  ]

  private static func normal(_ stream: inout CounterStream) -> Double { Normal.quantile(stream.uniform()) }

  static func printTables(runs: Int) {
    var streams = Streams(after: 200)
    print(
      """

      ## Clusters

      Coverage of 95 % intervals with 20 / 50 / 200 / 1,000 people; means on their own scale, ratios on the logarithmic one.
      "Naive" is the delta method with the normal quantile; the small-sample interval is the jackknife with Student's t and
      degrees of freedom from the kurtosis of the influences; "moments only" is the delta method with n − 1 degrees of freedom,
      which is used above 4,096 people. Runs without an interval (too few hits) do not count; their share is in the last
      column, and nothing is said where fewer than 1 % are left. The expected values come from other distributions of the same kinds.

      | truth | naive | moments only | small-sample | expected, naive → small-sample | no interval |
      |---|---|---|---|---|---|
      """)
    for world in worlds {
      var (naive, moments, small, refused): ([String], [String], [String], [String]) = ([], [], [], [])
      for size in sizes {
        let stream = streams.next()
        var (naively, byMoments, covered, defined) = (0, 0, 0, 0)
        for run in 0..<runs {
          var source = stream(run)
          let sample = sample(of: world, size: size, from: &source)
          let isEnough =
            world.minimum == 0
            || (sample.vectors?.elements.count { $0 != 0 } ?? 0) >= world.minimum
          guard isEnough, let estimate = ClusteredEstimate(world.function, of: sample, scale: world.scale),
            let delta = ClusteredEstimate(
              world.function, of: ClusterSample(moments: sample.moments), scale: world.scale)
          else { continue }
          defined += 1
          if holds(delta.interval(critical: Normal.twoSided(confidence: confidence)), world.truth) { naively += 1 }
          if holds(delta.interval(confidence: confidence), world.truth) { byMoments += 1 }
          if holds(estimate.interval(confidence: confidence), world.truth) { covered += 1 }
        }
        let share = { (count: Int) in 100 * defined >= runs ? (Double(count) / Double(defined)).fixed(3) : "–" }
        naive.append(share(naively))
        moments.append(share(byMoments))
        small.append(share(covered))
        refused.append((1 - Double(defined) / Double(runs)).fixed(2))
      }
      let join = { (values: [String]) in values.joined(separator: " / ") }
      print("| \(world.name) | \(join(naive)) | \(join(moments)) | \(join(small))", terminator: " ")
      print("| \(world.expected) | \(join(refused)) |")
    }
    printTwoGroups(runs: runs, &streams)
    printSimultaneous(runs: runs, &streams)
    printSquaredNorm(runs: runs, &streams)
  }

  private static func sample(of world: World, size: Int, from stream: inout CounterStream) -> ClusterSample {
    var elements: [Double] = []
    for _ in 0..<size { elements.append(contentsOf: world.draw(&stream)) }
    return ClusterSample(Matrix(rows: size, columns: world.dimension, elements: elements))
  }

  private static func holds(_ interval: ConfidenceInterval, _ truth: Double) -> Bool {
    interval.lower <= truth && truth <= interval.upper
  }

  private static func printTwoGroups(runs: Int, _ streams: inout Streams) {
    print(
      """

      Two groups of people, ratio of their mean qualities (as in the first row), Welch and Satterthwaite:

      | people | coverage |
      |---|---|
      """)
    for (first, second) in [(20, 20), (20, 200), (50, 1000)] {
      let stream = streams.next()
      var (covered, defined) = (0, 0)
      for run in 0..<runs {
        var source = stream(run)
        let estimates = [first, second].compactMap { size in
          ClusteredEstimate(
            .mean(0), of: sample(of: worlds[0], size: size, from: &source), scale: .logarithm)
        }
        guard estimates.count == 2 else { continue }
        defined += 1
        let ratio = ClusteredEstimate(.ratio, group: estimates[0], reference: estimates[1])
        if holds(ratio.interval(confidence: confidence), 1) { covered += 1 }
      }
      print("| \(first), \(second) | \((Double(covered) / Double(defined)).fixed(3)) |")
    }
  }

  /// The sum of squares of mean exposures, corrected for bias and not.
  private static func printSquaredNorm(runs: Int, _ streams: inout Streams) {
    let components = Array(0..<100)
    let some = max(1, runs / 10)
    print(
      """

      Sum of squares of the mean exposures of 100 items, each lognormal with the mean √e: coverage without and with the
      correction for bias (expected .94–.97), and the relative bias of both values; a tenth of the runs.

      | people | plain | corrected | bias, plain | bias, corrected |
      |---|---|---|---|---|
      """)
    let truth = 100 * exp(1.0)
    let function = components.dropFirst().reduce(MeanFunction.mean(0) * .mean(0)) { $0 + .mean($1) * .mean($1) }
    for size in [50, 200, 1000] {
      let stream = streams.next()
      var (plain, corrected, plainSum, correctedSum) = (0, 0, 0.0, 0.0)
      for run in 0..<some {
        var source = stream(run)
        let elements = (0..<size * 100).map { _ in exp(normal(&source)) }
        let sample = ClusterSample(Matrix(rows: size, columns: 100, elements: elements))
        let first = ClusteredEstimate(function, of: sample, scale: .identity)!
        let second = ClusteredEstimate(squaredNormOf: components, of: sample)!
        if holds(first.interval(confidence: confidence), truth) { plain += 1 }
        if holds(second.interval(confidence: confidence), truth) { corrected += 1 }
        plainSum += first.value
        correctedSum += second.value
      }
      let share = { (count: Int) in (Double(count) / Double(some)).fixed(3) }
      let bias = { (sum: Double) in (sum / Double(some) / truth - 1).fixed(4) }
      print("| \(size) | \(share(plain)) | \(share(corrected)) | \(bias(plainSum)) | \(bias(correctedSum)) |")
    }
  }

  /// Six shares of one list's exposure: all at once by the largest deviation over Poisson replicates.
  private static func printSimultaneous(runs: Int, _ streams: inout Streams) {
    let (groups, replicates) = (6, 500)
    let sharedLevel = Normal.twoSided(confidence: pow(confidence, 1 / Double(groups)))
    let some = max(1, runs / 10)
    print(
      """

      Six shares of exposure in the same lists, all six intervals at once, logit scale; a tenth of the runs, \(replicates)
      Poisson replicates each. "Largest deviation" takes the replicates' critical value as it is; "with Student's t" replaces
      it by the t quantile with the same tail; "Šidák" does the same for the level 0.95^(1/6), without replicates. With few
      people and exposure as skewed as here (lognormal) all of them fall short, Šidák's the least.

      | people | each at 95 % | largest deviation | with Student's t | Šidák with Student's t |
      |---|---|---|---|---|
      """)
    for size in [20, 50, 200, 1000] {
      let stream = streams.next()
      var (single, joint, careful, sidak) = (0, 0, 0, 0)
      for run in 0..<some {
        var source = stream(run)
        var vectors = Matrix(rows: size, columns: groups)
        for element in vectors.elements.indices { vectors.elements[element] = exp(normal(&source)) }
        let sample = ClusterSample(vectors)
        var bootstrap = PoissonClusterBootstrap(dimension: groups, replicates: replicates, seed: source.next())
        bootstrap.absorb(vectors, identities: (0..<size).map(UInt64.init))
        let means = bootstrap.means
        let functions = (0..<groups).map { MeanFunction.mean($0) / .sum(of: Array(0..<groups)) }
        let estimates = functions.compactMap { ClusteredEstimate($0, of: sample, scale: .logit) }
        let deviation = MaximumDeviation(
          replicates: functions.map { PoissonClusterBootstrap.values(of: $0, scale: .logit, at: means) },
          estimates: estimates.map { EstimateScale.logit.apply($0.value)! },
          standardErrors: estimates.map(\.standardError))
        let truth = 1 / Double(groups)
        let critical = deviation.criticalValue(confidence: confidence)!
        if estimates.allSatisfy({ holds($0.interval(confidence: confidence), truth) }) { single += 1 }
        if estimates.allSatisfy({ holds($0.interval(critical: critical), truth) }) { joint += 1 }
        if estimates.allSatisfy({ holds($0.interval(normalCritical: critical), truth) }) { careful += 1 }
        if estimates.allSatisfy({ holds($0.interval(normalCritical: sharedLevel), truth) }) { sidak += 1 }
      }
      let share = { (count: Int) in (Double(count) / Double(some)).fixed(3) }
      print("| \(size) | \(share(single)) | \(share(joint)) | \(share(careful)) | \(share(sidak)) |")
    }
  }
}
