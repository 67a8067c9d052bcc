#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Quantiles of a sample, and the interval between two of them.
public enum Percentile {
  /// The quantile of `values` at `probability`, interpolated between order statistics as R's default, type 7
  /// [HyndmanFan1996]; nil without values.
  public static func quantile(of values: consuming [Double], probability: Double) -> Double? {
    var values = values
    return values.withUnsafeMutableBufferPointer { quantile(of: $0, probability: probability) }
  }

  /// The values between the two tails of `confidence`; nil without values.
  public static func interval(of values: consuming [Double], confidence: Double) -> ConfidenceInterval? {
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
    guard fraction > 0 else {
      select(below, in: values, 0, last)
      return values[below]
    }
    // The neighbour is the extreme of the shorter side.
    let isLow = 2 * below < last
    select(isLow ? below + 1 : below, in: values, 0, last)
    let lower = isLow ? values[...below].reduce(-Double.infinity) { max($0, $1) } : values[below]
    let upper = isLow ? values[below + 1] : values[(below + 1)...].reduce(Double.infinity) { min($0, $1) }
    return lower + fraction * (upper - lower)
  }

  /// Puts at `place` the value that would stand there if `first ... last` were in order, nothing larger before it and
  /// nothing smaller after it [Hoare1961]; in long stretches it parts the values by one that a sample shows to stand
  /// close to that place [FloydRivest1975].
  private static func select(
    _ place: Int, in values: UnsafeMutableBufferPointer<Double>, _ first: Int, _ last: Int
  ) {
    var (first, last) = (first, last)
    while first < last {
      let count = Double(last - first + 1)
      if count > 600 {
        let logarithm = log(count)
        let size = exp(2 * logarithm / 3) / 2
        let share = Double(place - first) / count
        let spread = (logarithm * size * share * (1 - share)).squareRoot()
        let start = place - Int(size * share + (share < 0.5 ? spread : -spread))
        select(place, in: values, max(first, min(start, place)), min(last, max(start + Int(size), place)))
      }
      let pivot = values[count > 600 ? place : first + (last - first) / 2]
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
