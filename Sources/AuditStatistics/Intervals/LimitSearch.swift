#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Looks for the value at which the evidence against it, as too low, has become small enough not to exclude it.
///
/// `excess` falls as the value rises; where it is 0 or more, a value is excluded.
enum LimitSearch {
  /// The lower limit of a ratio, looked for on the logarithm from an estimate; 0 where nothing is excluded, infinity where
  /// everything is.
  @inline(__always)
  static func lowerRatio(from logarithm: Double, _ excess: (_ logarithm: Double) -> Double) -> Double {
    var inside = logarithm
    var step = 1.0
    while excess(inside) >= 0 {
      guard inside < 700 else { return .infinity }
      inside += step
      step *= 2
    }
    var outside = inside - 1
    step = 1
    while excess(outside) < 0 {
      guard outside > -700 else { return 0 }
      inside = outside
      step *= 2
      outside -= step
    }
    return exp(RootFinding.root(from: outside, to: inside, of: excess))
  }

  /// The lower limit of a difference, looked for from an estimate towards −1, which is the answer where nothing is excluded.
  @inline(__always)
  static func lowerDifference(from estimate: Double, _ excess: (_ value: Double) -> Double) -> Double {
    var inside = estimate
    for _ in 0..<40 {
      let outside = (inside - 1) / 2
      guard outside < inside else { break }
      if excess(outside) >= 0 { return RootFinding.root(from: outside, to: inside, of: excess) }
      inside = outside
    }
    return -1
  }
}
