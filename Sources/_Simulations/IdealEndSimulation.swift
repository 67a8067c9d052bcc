import AuditNumerics
import AuditStatistics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// How often the interval of a divergence from a target holds the true value, which may be the ideal 0.
enum IdealEndSimulation {
  private static let groups = 6
  private static let confidence = 0.95

  /// Σ p ln (p/t) of the shares p of the means, with equal targets t.
  @Sendable private static func divergence(_ means: [Double]) -> Double? {
    let total = means.reduce(0, +)
    guard total > 0, means.allSatisfy({ $0 > 0 }) else { return nil }
    return means.reduce(0) { sum, mean in
      let share = mean / total
      return sum + share * log(share * Double(groups))
    }
  }

  static func printTable(runs: Int) {
    var streams = Streams(after: 400)
    let some = max(1, runs / 10)
    print(
      """

      ## A divergence that cannot fall below 0

      The Kullback–Leibler divergence (nats) of six groups' shares of exposure from equal shares, exposure lognormal as above and
      shared; the first group's is multiplied by a factor, and with 1 the true divergence is 0. Coverage of 95 % intervals; a tenth of
      the runs. "Plain" is the t interval; the other one starts at 0 unless Hotelling's test at 5 % rejects equal shares. The last
      columns are the share of runs in which it rejects, and the mean of the estimates over the truth.

      | factor, true divergence | people | plain | 0 unless rejected | rejected | mean ÷ truth |
      |---|---|---|---|---|---|
      """)
    let functions = (0..<groups).map { group in
      MeanFunction.mean(group) - .constant(1 / Double(groups)) * .sum(of: Array(0..<groups))
    }
    for factor in [1, 0.9, 0.7, 0.4] {
      let truth = max(0, divergence([factor] + Array(repeating: 1, count: groups - 1)) ?? 0)
      for people in [50, 200, 1000] {
        let stream = streams.next()
        var (plain, mended, rejected, sum) = (0, 0, 0, 0.0)
        for run in 0..<some {
          var source = stream(run)
          var vectors = Matrix(rows: people, columns: groups)
          for person in 0..<people {
            let common = Normal.quantile(source.uniform())
            for group in 0..<groups {
              let own = exp(0.6 * common + 0.8 * Normal.quantile(source.uniform()))
              vectors.elements[person * groups + group] = own * (group == 0 ? factor : 1)
            }
          }
          let sample = ClusterSample(vectors)
          guard let estimate = ClusteredEstimate(SmoothFunction(divergence), of: sample, scale: .identity) else {
            continue
          }
          let isRejected = (HotellingTest(functions, of: sample)?.pValue ?? 1) <= 1 - confidence
          let interval = estimate.interval(confidence: confidence)
          let careful = IdealEnd.least(0).applied(to: interval, isRejected: isRejected)
          if interval.lower <= truth && truth <= interval.upper { plain += 1 }
          if careful.lower <= truth && truth <= careful.upper { mended += 1 }
          if isRejected { rejected += 1 }
          sum += estimate.value
        }
        let share = { (count: Int) in (Double(count) / Double(some)).fixed(3) }
        let bias = truth > 1e-9 ? (sum / Double(some) / truth).fixed(2) : "–"
        print(
          "| \(factor), \(truth.fixed(4)) | \(people) | \(share(plain)) | \(share(mended)) | \(share(rejected))",
          "| \(bias) |")
      }
    }
  }
}
