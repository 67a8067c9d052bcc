/// Limits of ranges for a column of numbers, for people to look at and change.
package enum BinProposal {
  /// How many ranges are proposed.
  private static let ranges = 3
  /// The most steps between the smallest and the largest number.
  private static let mostSteps = 15.0

  /// Round limits of three ranges that hold about as many each; two limits where nothing divides the numbers, none where
  /// all are equal.
  ///
  /// - Parameter values: The numbers, each with how often it occurs.
  package static func edges(of values: [(value: Double, count: Int)]) -> [Double] {
    let sorted = values.filter { $0.value.isFinite && $0.count > 0 }.sorted { $0.value < $1.value }
    guard let least = sorted.first?.value, let most = sorted.last?.value, most > least else { return [] }
    let step = Step(atLeast: (most - least) / mostSteps)
    let all = sorted.reduce(0) { $0 + $1.count }
    var edges = [step.below(least)]
    for part in 1..<ranges {
      var passed = 0
      let middle = sorted.first {
        passed += $0.count
        return passed * ranges >= all * part
      }
      edges.append(step.nearest(middle?.value ?? most))
    }
    edges.append(step.above(most))
    return edges.reduce(into: []) { kept, edge in
      if kept.last.map({ $0 < edge }) ?? true { kept.append(edge) }
    }
  }

  /// One, two or five times a power of ten.
  private struct Step {
    private let digit: Double
    private let power: Int

    init(atLeast size: Double) {
      var power = 0
      while Self.scaled(10, power) < size { power += 1 }
      while Self.scaled(1, power) >= size, power > -300 { power -= 1 }
      digit = [1, 2, 5, 10].first { Self.scaled($0, power) >= size } ?? 10
      self.power = power
    }

    /// A number times a power of ten, rounded once.
    private static func scaled(_ number: Double, _ power: Int) -> Double {
      Double("\(number)e\(power)") ?? number
    }

    private func edge(_ value: Double, _ rule: FloatingPointRoundingRule) -> Double {
      let steps = (value / Self.scaled(digit, power)).rounded(rule)
      return Self.scaled(steps * digit, power) + 0
    }

    func below(_ value: Double) -> Double { edge(value, .down) }
    func above(_ value: Double) -> Double { edge(value, .up) }
    func nearest(_ value: Double) -> Double { edge(value, .toNearestOrAwayFromZero) }
  }
}
