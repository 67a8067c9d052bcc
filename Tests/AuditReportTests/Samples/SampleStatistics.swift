import AuditRecord

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A count of a count, with the few formulas that make a sample's numbers real.
///
/// A report renders numbers and never makes any, so these stand here and know nothing of the engine's.
struct Share: Hashable {
  var counted: Double
  var among: Double

  var rate: Double { counted / among }

  static func + (left: Share, right: Share) -> Share {
    Share(counted: left.counted + right.counted, among: left.among + right.among)
  }

  static let z = 1.959963984540054

  /// Wilson's limits.
  func limits(z: Double = Share.z) -> (lower: Double, upper: Double) {
    let centre = (rate + z * z / (2 * among)) / (1 + z * z / among)
    let half = z / (1 + z * z / among) * (rate * (1 - rate) / among + z * z / (4 * among * among)).squareRoot()
    return (max(0, centre - half), min(1, centre + half))
  }

  /// Koopman's limits of the ratio to `other`, by bisection of its logarithm.
  func ratioLimits(to other: Share, z: Double = Share.z) -> (lower: Double, upper: Double?) {
    func score(_ ratio: Double) -> Double {
      let a = (among + other.among) * ratio
      let b = -(among * ratio + counted + other.among + other.counted * ratio)
      let c = counted + other.counted
      let q = 2 * c / (-b + (b * b - 4 * a * c).squareRoot())
      let p = ratio * q
      let variance = p * (1 - p) / among + ratio * ratio * q * (1 - q) / other.among
      return variance > 0 ? (rate - ratio * other.rate) / variance.squareRoot() : 0
    }
    func search(_ inside: Double, _ outside: Double, _ isOutside: (Double) -> Bool) -> Double {
      var (near, far) = (log(inside), log(outside))
      for _ in 0..<200 {
        let middle = (near + far) / 2
        if isOutside(exp(middle)) { far = middle } else { near = middle }
      }
      return exp(near)
    }
    let estimate = counted > 0 && other.counted > 0 ? rate / other.rate : counted > 0 ? 1e6 : 1e-6
    let lower = counted > 0 ? search(estimate, 1e-9) { score($0) >= z } : 0
    let upper = other.counted > 0 ? search(estimate, 1e9) { score($0) <= -z } : nil
    return (lower, upper)
  }

  /// Newcombe's limits of the difference from `other`.
  func differenceLimits(from other: Share, z: Double = Share.z) -> (lower: Double, upper: Double) {
    let (one, two) = (limits(z: z), other.limits(z: z))
    let difference = rate - other.rate
    func root(_ a: Double, _ b: Double) -> Double { (a * a + b * b).squareRoot() }
    return (
      difference - root(rate - one.lower, two.upper - other.rate),
      difference + root(one.upper - rate, other.rate - two.lower)
    )
  }

  /// The pooled z-test.
  func test(against other: Share) -> (z: Double, p: Double) {
    let pooled = (counted + other.counted) / (among + other.among)
    let error = (pooled * (1 - pooled) * (1 / among + 1 / other.among)).squareRoot()
    let z = error > 0 ? (rate - other.rate) / error : 0
    return (z, erfc(abs(z) / 2.squareRoot()))
  }
}

/// Two groups in every stratum.
struct Stratified {
  var pairs: [(group: Share, reference: Share)]

  /// The Mantel–Haenszel ratio with the limits of Greenland and Robins.
  var ratio: (value: Double, lower: Double, upper: Double) {
    var (top, bottom, spread) = (0.0, 0.0, 0.0)
    for (g, r) in pairs {
      let n = g.among + r.among
      top += g.counted * r.among / n
      bottom += r.counted * g.among / n
      spread += (g.among * r.among * (g.counted + r.counted) - g.counted * r.counted * n) / (n * n)
    }
    let error = (spread / (top * bottom)).squareRoot()
    let value = top / bottom
    return (value, value * exp(-Share.z * error), value * exp(Share.z * error))
  }

  /// The Cochran–Mantel–Haenszel test with R's continuity correction.
  var test: (statistic: Double, p: Double) {
    var (excess, variance) = (0.0, 0.0)
    for (g, r) in pairs {
      let n = g.among + r.among
      let counted = g.counted + r.counted
      excess += g.counted - g.among * counted / n
      variance += g.among * r.among * counted * (n - counted) / (n * n * (n - 1))
    }
    let distance = max(0, abs(excess) - 0.5)
    let statistic = distance * distance / variance
    return (statistic, erfc((statistic / 2).squareRoot()))
  }
}
