import AuditData
import AuditMetrics
import AuditNumerics
import AuditRecord
import AuditStatistics
import Testing
import _AuditTesting

/// Lists may come in any portions: sums are the same.
@Suite("Laws of the summary of ranked lists") struct ListSummaryLawsTests {
  /// Seeded lists in memory, with ties and items of no group, and everything that the catalogue measures.
  private struct Sample {
    let measures: ListMeasures
    let lists: [ListPiece]

    init(seed: UInt64, users: Int = 900, items: Int = 30, depth: Int = 5) {
      var random = SeededGenerator(seed: seed)
      func pairs() -> ListContext.Pairs {
        var starts = [0]
        var chosen: [Int32] = []
        for _ in 0..<users {
          chosen += (0..<Int32(items)).filter { _ in Int.random(in: 0..<6, using: &random) == 0 }
          starts.append(chosen.count)
        }
        return ListContext.Pairs(starts: starts, items: chosen)
      }
      var relevance = pairs()
      relevance.grades = relevance.items.map { _ in Double.random(in: 0.5..<3, using: &random) }
      var starts: [Int32] = [0]
      var codes: [Int32] = []
      var shares: [Double] = []
      for item in 0..<items {
        let own: [Int32] = item % 7 == 0 ? [] : item % 5 == 0 ? [0, 2] : [Int32(item % 3)]
        codes += own
        shares += own.map { _ in 1 / Double(own.count) }
        starts.append(Int32(codes.count))
      }
      let axis = DecisionLayout.Axis(name: "maker", role: .group, labels: ["A", "B", "C"])
      let context = ListContext(
        users: ListContext.Users(
          count: users, axes: [DecisionLayout.Axis(name: "sex", role: .group, labels: ["f", "m"])],
          codes: [(0..<users).map { Int32($0 % 5 == 0 ? -1 : $0 % 2) }]),
        items: ListContext.Items(
          count: items, axes: [axis],
          memberships: [ListContext.Membership(starts: starts, codes: codes, shares: shares)],
          popularity: (0..<items).map { Double($0 % 9 + 1) }), relevance: relevance, history: pairs(), depth: depth)
      measures = ListMeasures(
        context: context, metrics: Set(Catalogue.cards.filter { $0.side != .decisions }.map(\.id)),
        attention: .logarithmic, tail: 0.2,
        targets: [.catalogue])
      lists = (0..<users).map { user in
        let count = Int.random(in: 1...depth, using: &random)
        let listed = Array((0..<Int32(items)).shuffled(using: &random)[..<count])
        // The first two of some lists share their positions.
        let isTied = count > 1 && user % 3 == 0
        let tied = isTied ? listed[..<2].sorted() + listed[2...] : listed
        return ListPiece(
          owners: [Int32(user)], starts: [0, count], items: tied,
          placement: ListPiece.Placement(
            firstPosition: (0..<count).map { isTied && $0 < 2 ? 1 : Int32($0 + 1) },
            tieLength: (0..<count).map { isTied && $0 < 2 ? 2 : 1 }),
          engagement: tied.map { $0 % 4 == 0 ? 1 : 0 }, lengths: [Int32(count)])
      }
    }

    func summary(_ range: Range<Int>) -> ListSummary {
      var summary = ListSummary(measures)
      for piece in lists[range] { summary.absorb(piece, measures) }
      return summary
    }
  }

  /// Every number of a summary, by its name.
  private func numbers(_ summary: ListSummary) -> [(String, [Double])] {
    func of(_ name: String, _ samples: [BlockedSample]) -> [(String, [Double])] {
      samples.enumerated().flatMap { number, blocked -> [(String, [Double])] in
        let moments = blocked.sample.moments
        return [
          ("\(name) \(number) count", [Double(moments.count)]), ("\(name) \(number) sums", moments.sums),
          ("\(name) \(number) products", moments.products.elements),
        ]
      }
    }
    return of("receivers", summary.receivers.flatMap { $0 }) + of("axes", summary.axes)
      + of("averages", summary.averages) + [
        ("proportions", summary.proportions.flatMap { $0.flatMap { [$0.successes, $0.trials] } }),
        ("representation", summary.representation.flatMap { $0.flatMap { [$0.successes, $0.trials] } }),
        ("contributing", summary.contributing.flatMap { $0.map(Double.init) }),
        ("axis contributing", summary.axisContributing.flatMap { $0.map(Double.init) }),
        ("attention by rank", summary.rankAttention.flatMap { $0 }),
        ("positions by rank", summary.rankPositions.flatMap { $0 }),
        ("alternative", summary.alternative.flatMap { $0 }),
        ("items", summary.totals.attention + summary.totals.shown + summary.totals.relevance),
        ("overlap", summary.overlap.flatMap { $0 } + summary.selfOverlap),
        ("lists", [Double(summary.lists), Double(summary.short), Double(summary.withoutRelevance)]),
        ("reaching", summary.reaching.map(Double.init)), ("sizes", summary.sizes.map(Double.init)),
      ]
  }

  private func agree(_ one: ListSummary, _ other: ListSummary) -> Bool {
    zip(numbers(one), numbers(other)).allSatisfy { left, right in
      // Counters of items grow with the items seen.
      let length = max(left.1.count, right.1.count)
      return (0..<length).allSatisfy { index in
        let (a, b) = (index < left.1.count ? left.1[index] : 0, index < right.1.count ? right.1[index] : 0)
        return abs(a - b) <= 1e-12 * max(1, abs(a)) * Double(max(1, one.lists))
      }
    }
  }

  @Test(arguments: [1, 2] as [UInt64]) func mergingIsAbsorbing(_ seed: UInt64) throws {
    let sample = Sample(seed: seed)
    let whole = sample.summary(0..<900)
    #expect(whole.lists == 900 && whole.representation.flatMap { $0 }.contains { $0.trials > 0 })
    let parts = [0..<300, 300..<301, 301..<620, 620..<900].map(sample.summary)
    let faults = SummaryLaws.brokenMerging(
      empty: ListSummary(sample.measures), parts: parts, whole: whole, merge: { $0.merge($1) }, agree: agree)
    #expect(faults == [])
    #expect(!agree(parts[0], parts[2]))
  }

  @Test func portionsOfListsDoNotMatter() {
    let sample = Sample(seed: 3, users: 600)
    var summary = ListSummary(sample.measures)
    for start in stride(from: 0, to: 600, by: 7) {
      let part = sample.lists[start..<min(start + 7, 600)]
      var joined = ListPiece(
        owners: [], starts: [0], items: [], placement: .init(firstPosition: [], tieLength: []), lengths: [])
      for piece in part {
        joined.owners += piece.owners
        joined.items += piece.items
        joined.starts.append(joined.items.count)
        joined.placement?.firstPosition += piece.placement?.firstPosition ?? []
        joined.placement?.tieLength += piece.placement?.tieLength ?? []
        joined.engagement += piece.engagement
        joined.lengths += piece.lengths
      }
      summary.absorb(joined, sample.measures)
    }
    #expect(summary == sample.summary(0..<600))
  }
}
