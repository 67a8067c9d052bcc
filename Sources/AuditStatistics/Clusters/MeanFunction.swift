/// A smooth function of the means of the components of cluster vectors, such as the ratio of two means.
///
///     let shareOfFirst: MeanFunction = .mean(0) / .sum(of: [0, 1, 2])
///
/// The mean number of clicks per list, the clicks of all lists divided by the items of all lists, and the ratio of two
/// such ratios within the same lists are all of this kind.
public indirect enum MeanFunction: Sendable, Hashable {
  /// The same number whatever the means are.
  case constant(Double)
  /// The mean of the component with this index.
  case mean(Int)
  /// The weighted sum of the means, one weight for each component [k].
  case combination([Double])
  /// The first plus the second.
  case plus(MeanFunction, MeanFunction)
  /// The first minus the second.
  case minus(MeanFunction, MeanFunction)
  /// The first times the second.
  case times(MeanFunction, MeanFunction)
  /// The first divided by the second; undefined where the second is 0.
  case over(MeanFunction, MeanFunction)

  /// The sum of the means of these components.
  public static func sum(of components: [Int]) -> MeanFunction {
    components.dropFirst().reduce(components.first.map { .mean($0) } ?? .constant(0)) { .plus($0, .mean($1)) }
  }

  /// The sum of two functions.
  public static func + (first: MeanFunction, second: MeanFunction) -> MeanFunction { .plus(first, second) }
  /// The difference of two functions.
  public static func - (first: MeanFunction, second: MeanFunction) -> MeanFunction { .minus(first, second) }
  /// The product of two functions.
  public static func * (first: MeanFunction, second: MeanFunction) -> MeanFunction { .times(first, second) }
  /// The ratio of two functions.
  public static func / (first: MeanFunction, second: MeanFunction) -> MeanFunction { .over(first, second) }

  /// The value at `means` [k]; nil where a denominator is 0 or the result is not finite.
  public func value(at means: [Double]) -> Double? {
    let value = evaluate(means)
    return value.isFinite ? value : nil
  }

  /// NaN or an infinity where there is no value; both spread to all that is made of them.
  private func evaluate(_ means: [Double]) -> Double {
    switch self {
    case .constant(let value): value
    case .mean(let component): means[component]
    case .combination(let weights): Self.combine(weights, means)
    case .plus(let first, let second): first.evaluate(means) + second.evaluate(means)
    case .minus(let first, let second): first.evaluate(means) - second.evaluate(means)
    case .times(let first, let second): first.evaluate(means) * second.evaluate(means)
    case .over(let first, let second): Self.divide(first.evaluate(means), second.evaluate(means))
    }
  }

  /// A quotient that is NaN, and so stays undefined in whatever contains it, when the denominator is 0.
  private static func divide(_ first: Double, _ second: Double) -> Double {
    second == 0 ? .nan : first / second
  }

  private static func combine(_ weights: [Double], _ means: [Double]) -> Double {
    precondition(weights.count == means.count, "a combination has a weight for each component")
    return zip(weights, means).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// The derivatives with respect to the means, at `means` [k]; nil where the value is.
  public func gradient(at means: [Double]) -> [Double]? {
    guard value(at: means) != nil else { return nil }
    var result = Array(repeating: 0.0, count: means.count)
    addGradient(at: means, times: 1, to: &result)
    return result.allSatisfy(\.isFinite) ? result : nil
  }

  private func addGradient(at means: [Double], times factor: Double, to result: inout [Double]) {
    switch self {
    case .constant:
      break
    case .mean(let component):
      result[component] += factor
    case .combination(let weights):
      for (component, weight) in weights.enumerated() { result[component] += factor * weight }
    case .plus(let first, let second):
      first.addGradient(at: means, times: factor, to: &result)
      second.addGradient(at: means, times: factor, to: &result)
    case .minus(let first, let second):
      first.addGradient(at: means, times: factor, to: &result)
      second.addGradient(at: means, times: -factor, to: &result)
    case .times(let first, let second):
      first.addGradient(at: means, times: factor * second.evaluate(means), to: &result)
      second.addGradient(at: means, times: factor * first.evaluate(means), to: &result)
    case .over(let first, let second):
      let (numerator, denominator) = (first.evaluate(means), second.evaluate(means))
      first.addGradient(at: means, times: factor / denominator, to: &result)
      second.addGradient(at: means, times: -factor * numerator / denominator / denominator, to: &result)
    }
  }
}
