import AuditNumerics
import AuditStatistics
import Testing
import _AuditTesting

@Suite struct AttentionModelTests {
  static func model(_ name: String) -> AttentionModel {
    switch name {
    case "logarithmic": .logarithmic
    case "logarithmic-flat": .logarithmicFlat
    case "geometric-0.85": .geometric(patience: 0.85)
    default: .geometric(patience: 0.5)
    }
  }

  /// The attention that class 0 and class 1 get.
  private func exposures(_ list: String, _ model: AttentionModel) -> [Double] {
    let classes = PublishedRankings.classes(list)
    return zip(classes, model.weights(length: classes.count)).reduce(into: [0, 0]) { $0[$1.0] += $1.1 }
  }

  @Test(arguments: PublishedRankings.values.attention)
  func goldenVector(_ expected: PublishedRankings.Attention) throws {
    let exposures = exposures("AAABABBBBB", Self.model(expected.model))
    #expect(agrees(exposures[0] / (exposures[0] + exposures[1]), expected.share, digits: 6))
    #expect(agrees((exposures[1] / 6) / (exposures[0] / 4), expected.perItem, digits: 6))
    let distance = try #require(Divergence.jensenShannon(exposures, [0.4, 0.6]))
    #expect(agrees(1 - distance, expected.fairness, digits: 6))
  }

  @Test func fairnessOfTrec2022() throws {
    let expected = PublishedRankings.values.trec
    let exposures = exposures(expected.list, .logarithmicFlat)
    #expect(isClose(exposures[1] / (exposures[0] + exposures[1]), expected.share, tolerance: 1e-13))
    for fairness in expected.fairness {
      let distance = try #require(Divergence.jensenShannon(exposures, fairness.target))
      #expect(isClose(1 - distance, fairness.value, tolerance: 1e-13))
    }
  }

  @Test func meanExposurePerItem() {
    let expected = PublishedRankings.values.meanExposure
    let found = exposures(expected.list, .logarithmic)
    #expect(isClose(found[0] / 3, expected.values[0], tolerance: 1e-13))
    #expect(isClose(found[1] / 7, expected.values[1], tolerance: 1e-13))
    // Sapiezynski et al. stop with probability p = 0.01 at each rank; in per cent, p (1 − p)^(r − 1) is this.
    let stopping = PublishedRankings.values.sapiezynski
    let attention = exposures(stopping.list, .geometric(patience: 0.99))
    #expect(isClose(attention[0] / 3, stopping.values[0], tolerance: 1e-13))
    #expect(isClose(attention[1] / 7, stopping.values[1], tolerance: 1e-13))
  }

  /// Four documents, the second and third relevant, patience ½: each grade shares the attention of the ranks it deserves.
  @Test func expectedExposureOfAnIdealOrder() {
    let model = AttentionModel.geometric(patience: 0.5)
    let ideal = [3...4, 1...2, 1...2, 3...4].map { model.expectedWeight(ranks: $0) }
    #expect(ideal == [0.1875, 0.75, 0.75, 0.1875])
    let shown = model.weights(length: 4)
    let expected = PublishedRankings.values.expectedExposure
    #expect(shown.reduce(0) { $0 + $1 * $1 } == expected.disparity)
    #expect(zip(shown, ideal).reduce(0) { $0 + $1.0 * $1.1 } == expected.relevance)
    #expect(zip(shown, ideal).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } == expected.loss)
  }

  @Test func weights() {
    #expect(AttentionModel.logarithmic.weights(length: 3)[0] == 1)
    #expect(AttentionModel.logarithmicFlat.weights(length: 4)[..<2] == [1, 1])
    #expect(AttentionModel.logarithmicFlat.weight(rank: 4) == 0.5)
    #expect(AttentionModel.reciprocal.weights(length: 4) == [1, 0.5, 1 / 3.0, 0.25])
    #expect(AttentionModel.uniform.weights(length: 2) == [1, 1])
    #expect(AttentionModel.geometric(patience: 0).weights(length: 3) == [1, 0, 0])
    #expect(AttentionModel.uniform.weights(length: 0) == [])
    let cascade = AttentionModel.cascade(patience: 0.5, satisfaction: 0.5)
    #expect(cascade.weights(relevance: [false, true, true, false]) == [1, 0.5, 0.125, 0.03125])
    #expect(cascade.weights(length: 3) == AttentionModel.geometric(patience: 0.5).weights(length: 3))
  }

  @Test(arguments: ComputedRankings.values.ties)
  func tiesInTheCascade(_ tie: ComputedRankings.Tie) {
    let model = AttentionModel.cascade(patience: tie.patience, satisfaction: tie.satisfaction)
    let weight = model.expectedWeight(
      ranks: tie.first...tie.last, relevantBefore: tie.before, relevantTied: tie.tied)
    #expect(isClose(weight, tie.weight, tolerance: 1e-13))
  }

  /// Ties move attention between the tied, and neither make nor lose any.
  @Test(arguments: [
    AttentionModel.logarithmic, .logarithmicFlat, .geometric(patience: 0.7), .reciprocal, .uniform,
  ])
  func tiesKeepTheSum(_ model: AttentionModel) {
    let sum = 5 * model.expectedWeight(ranks: 3...7)
    #expect(isClose(sum, (3...7).reduce(0) { $0 + model.weight(rank: $1) }, tolerance: 1e-14))
  }
}
