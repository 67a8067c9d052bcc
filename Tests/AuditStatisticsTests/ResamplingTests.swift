import AuditNumerics
import AuditStatistics
import Testing
import _AuditTesting

@Suite struct ResamplingTests {
  let counts = [120.0, 0, 5, 300, 75]

  @Test func replicatesDoNotDependOnBlocks() {
    let bootstrap = MultinomialBootstrap(counts: counts, replicates: 50, seed: 3)
    let whole = bootstrap.block(0..<50)
    let part = bootstrap.block(17..<20)
    for cell in counts.indices {
      for replicate in 17..<20 { #expect(part[cell, replicate - 17] == whole[cell, replicate]) }
    }
    #expect(MultinomialBootstrap(counts: counts, replicates: 50, seed: 4).block(0..<50) != whole)
  }

  @Test func momentsAreThoseOfTheMultinomial() {
    let replicates = 20_000
    let block = MultinomialBootstrap(counts: counts, replicates: replicates, seed: 1).block(0..<replicates)
    let total = counts.reduce(0, +)
    let columns = (0..<replicates).map { column in counts.indices.map { block[$0, column] } }
    #expect(columns.allSatisfy { $0.reduce(0, +) == total })
    for (first, count) in counts.enumerated() {
      let mean = columns.reduce(0) { $0 + $1[first] } / Double(replicates)
      let variance = count * (1 - count / total)
      #expect(abs(mean - count) <= 4 * (variance / Double(replicates)).squareRoot())
      for (second, other) in counts.enumerated() where second >= first {
        let expected = first == second ? variance : -count * other / total
        let covariance =
          columns.reduce(0) { $0 + ($1[first] - count) * ($1[second] - other) } / Double(replicates)
        let scale = (variance * other * (1 - other / total)).squareRoot()
        #expect(abs(covariance - expected) <= 5 * scale / Double(replicates).squareRoot())
      }
    }
  }

  @Test func nothingToDraw() {
    #expect(MultinomialBootstrap(counts: [0, 0], replicates: 3, seed: 0).block(0..<3) == Matrix(rows: 2, columns: 3))
    #expect(MultinomialBootstrap(counts: [4], replicates: 2, seed: 0).block(0..<2).elements == [4, 4])
  }

  @Test(arguments: R.values.quantiles)
  func quantileAgreesWithR(_ expected: R.Quantile) throws {
    let quantile = try #require(Percentile.quantile(of: expected.values, probability: expected.probability))
    #expect(isClose(quantile, expected.quantile, tolerance: 1e-14))
  }

  @Test func percentileInterval() throws {
    let interval = try #require(Percentile.interval(of: (0...100).map(Double.init), confidence: 0.9))
    #expect(isClose(interval.lower, 5, tolerance: 1e-14) && isClose(interval.upper, 95, tolerance: 1e-14))
    #expect(Percentile.interval(of: [3], confidence: 0.9) == ConfidenceInterval(lower: 3, upper: 3))
    #expect(Percentile.interval(of: [], confidence: 0.9) == nil)
  }
}
