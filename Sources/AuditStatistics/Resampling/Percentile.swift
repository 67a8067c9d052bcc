/// Quantiles of a sample, and the interval between two of them.
public enum Percentile {
  /// The quantile of `values` at `probability`, interpolated between order statistics as R's default, type 7
  /// [HyndmanFan1996]; nil without values.
  public static func quantile(of values: [Double], probability: Double) -> Double? {
    var values = values
    return values.withUnsafeMutableBufferPointer { quantile(of: $0, probability: probability) }
  }

  /// The values between the two tails of `confidence`; nil without values.
  public static func interval(of values: [Double], confidence: Double) -> ConfidenceInterval? {
    var values = values
    return values.withUnsafeMutableBufferPointer { values in
      guard let lower = quantile(of: values, probability: (1 - confidence) / 2),
        let upper = quantile(of: values, probability: (1 + confidence) / 2)
      else { return nil }
      return ConfidenceInterval(lower: lower, upper: upper)
    }
  }

  /// Brings the values into another order.
  private static func quantile(of values: UnsafeMutableBufferPointer<Double>, probability: Double) -> Double? {
    precondition(probability >= 0 && probability <= 1, "a quantile needs a probability")
    guard let last = values.indices.last else { return nil }
    let position = Double(last) * probability
    let below = Int(position)
    let fraction = position - Double(below)
    select(below, in: values)
    guard fraction > 0 else { return values[below] }
    // Nothing after the place is smaller than what stands there.
    let above = values[(below + 1)...].reduce(Double.infinity) { min($0, $1) }
    return values[below] + fraction * (above - values[below])
  }

  /// Puts at `place` the value that would stand there in order, nothing larger before it and nothing smaller after
  /// it [Hoare1961].
  private static func select(_ place: Int, in values: UnsafeMutableBufferPointer<Double>) {
    var (first, last) = (0, values.count - 1)
    while first < last {
      let pivot = values[first + (last - first) / 2]
      var (low, high) = (first, last)
      while low <= high {
        while values[low] < pivot { low += 1 }
        while pivot < values[high] { high -= 1 }
        if low <= high {
          values.swapAt(low, high)
          low += 1
          high -= 1
        }
      }
      if place <= high {
        last = high
      } else if place >= low {
        first = low
      } else {
        return
      }
    }
  }
}
