#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// How unevenly a total, such as all exposure, is spread over units, such as all items of a catalogue.
///
/// Units that got nothing count too: the caller lists them with the value 0.
public enum Concentration {
  /// The Gini coefficient [Gini1912]: 0 when all units have the same, (n − 1)/n when one of n has everything.
  ///
  ///     G = Σ (2i − n − 1) x₍ᵢ₎ / (n Σx)        x₍₁₎ ≤ … ≤ x₍ₙ₎
  ///
  /// The divisor is n, not n − 1, and all units are counted. Nil without units and when the total is 0.
  public static func gini(_ values: [Double]) -> Double? {
    guard let total = total(values) else { return nil }
    let n = Double(values.count)
    var sum = 0.0
    for (index, value) in values.sorted().enumerated() { sum += (2 * Double(index + 1) - n - 1) * (value / total) }
    return max(0, sum / n)
  }

  /// The entropy −Σ p ln p of the units' shares of the total, in nats [Shannon1948]: 0 when one unit has everything, ln n
  /// when all have the same. Nil without units and when the total is 0.
  public static func entropy(_ values: [Double]) -> Double? {
    guard let total = total(values) else { return nil }
    var sum = 0.0
    for value in values where value > 0 { sum -= value / total * log(value / total) }
    return max(0, sum)
  }

  /// The Lorenz curve [Lorenz1905] at 0, 1/steps, …, 1: the share of the total that belongs to that share of the units,
  /// those with the least first; linear between units [steps + 1]. Nil without units and when the total is 0.
  public static func lorenz(_ values: [Double], steps: Int) -> [Double]? {
    precondition(steps > 0, "a curve needs a step")
    guard let total = total(values) else { return nil }
    var cumulative = [0.0]
    cumulative.reserveCapacity(values.count + 1)
    for value in values.sorted() { cumulative.append(cumulative[cumulative.count - 1] + value / total) }
    var curve = (0..<steps).map { step in
      let (unit, part) = (step * values.count).quotientAndRemainder(dividingBy: steps)
      return cumulative[unit] + (cumulative[unit + 1] - cumulative[unit]) * Double(part) / Double(steps)
    }
    curve.append(1)
    return curve
  }

  private static func total(_ values: [Double]) -> Double? {
    precondition(values.allSatisfy { $0 >= 0 && $0.isFinite }, "what is spread is not negative")
    let total = values.reduce(0, +)
    return total > 0 ? total : nil
  }
}
