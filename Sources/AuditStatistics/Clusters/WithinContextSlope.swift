public import AuditNumerics

/// The slope of one mix on another among people of the same context, such as of what somebody is shown on what they chose before.
///
/// Person u of context s has a mix l over k kinds and another one, h. Within each context both are set against its means:
///
///     aᵤ = ⟨l − l̄, h − h̄⟩    cᵤ = ‖h − h̄‖²    b = Σa ÷ Σc
///
/// 0 means no trace of h in l, 1 that l follows h point by point. People alone in their context drop out. Up to
/// ``ContextSample/vectorLimit`` people the variance is the jackknife's, with the means of a context made anew without each of
/// its people, and the degrees of freedom tell how unevenly people weigh:
///
///     b₋ᵤ = (N − m/(m − 1)·aᵤ) ÷ (D − m/(m − 1)·cᵤ)       m people in the context, N = Σa, D = Σc
///     v = (n − 1)/n Σ(b₋ᵤ − mean)²      κ = n Σd⁴ ÷ (Σd²)², d = a − b c
///     df = 2n/(κ − 1), between 2 and n − contexts
///
/// Beyond, v = n/(n − contexts) · Σd²/D² from the moments of each context, in which d is linear, and df = n − contexts.
public struct WithinContextSlope: Sendable, Hashable {
  /// People who share their context with somebody.
  public let people: Int
  /// The contexts that hold them.
  public let contexts: Int
  /// b; nil where h does not vary within any context.
  public let value: Double?
  /// b with its standard error on the identity scale; nil without b, and where b rests on one person or on too few for their
  /// contexts.
  public let estimate: ClusteredEstimate?

  /// The components of a person's vector: ⟨l, h⟩, ‖h‖², then l and h.
  public static func dimension(kinds: Int) -> Int { 2 + 2 * kinds }

  /// Writes the vector of a person [``dimension(kinds:)``] whose mixes stand in `row` already.
  public static func complete(_ row: UnsafeMutableBufferPointer<Double>, kinds: Int) {
    var (product, square) = (0.0, 0.0)
    for kind in 0..<kinds {
      let chosen = row[2 + kinds + kind]
      product += row[2 + kind] * chosen
      square += chosen * chosen
    }
    (row[0], row[1]) = (product, square)
  }

  /// The slope of a sample of such vectors.
  public init(_ sample: ContextSample) {
    let kinds = (sample.dimension - 2) / 2
    if let clusters = sample.clusters {
      self.init(clusters.contexts, clusters.vectors, kinds: kinds)
    } else {
      self.init(sample.moments, kinds: kinds)
    }
  }

  private init(people: Int, contexts: Int, value: Double?, estimate: ClusteredEstimate? = nil) {
    self.people = people
    self.contexts = contexts
    self.value = value
    self.estimate = estimate
  }

  /// By leaving out one person at a time.
  private init(_ contexts: [Int32], _ vectors: Matrix, kinds: Int) {
    let order = contexts.indices.sorted { (contexts[$0], $0) < (contexts[$1], $1) }
    let columns = vectors.columns
    var parts: [(a: Double, c: Double, people: Double)] = []
    var (shared, size) = (0, 0.0)
    var start = 0
    while start < order.count {
      var end = start
      while end < order.count, contexts[order[end]] == contexts[order[start]] { end += 1 }
      let members = order[start..<end]
      start = end
      guard members.count > 1 else { continue }
      shared += 1
      var means = [Double](repeating: 0, count: 2 * kinds)
      for row in members {
        for kind in means.indices { means[kind] += vectors.elements[row * columns + 2 + kind] }
        size += vectors.elements[row * columns + 1]
      }
      for kind in means.indices { means[kind] /= Double(members.count) }
      for row in members {
        var (a, c) = (0.0, 0.0)
        for kind in 0..<kinds {
          let shown = vectors.elements[row * columns + 2 + kind] - means[kind]
          let chosen = vectors.elements[row * columns + 2 + kinds + kind] - means[kinds + kind]
          a += shown * chosen
          c += chosen * chosen
        }
        parts.append((a, c, Double(members.count)))
      }
    }
    let (numerator, denominator) = parts.reduce((0.0, 0.0)) { ($0.0 + $1.a, $0.1 + $1.c) }
    let n = parts.count
    // Equal mixes differ by rounding alone.
    guard denominator > 1e-24 * max(1, size) else {
      self.init(people: n, contexts: shared, value: nil)
      return
    }
    let slope = numerator / denominator
    var without: [Double] = []
    var (squares, fourths) = (0.0, 0.0)
    for part in parts {
      let factor = part.people / (part.people - 1)
      let left = denominator - factor * part.c
      guard left > 1e-12 * denominator else { break }
      without.append((numerator - factor * part.a) / left)
      let square = (part.a - slope * part.c) * (part.a - slope * part.c)
      squares += square
      fourths += square * square
    }
    guard without.count == n, n > shared else {
      self.init(people: n, contexts: shared, value: slope)
      return
    }
    let mean = without.reduce(0, +) / Double(n)
    let sum = without.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let rounding = 64 * Double.ulpOfOne * (1 + slope.magnitude)
    let variance = sum > Double(n) * rounding * rounding ? sum * Double(n - 1) / Double(n) : 0
    let kurtosis = squares * squares > 0 ? Double(n) * fourths / (squares * squares) : 1
    let greatest = Double(n - shared)
    let freedom = kurtosis > 1 ? min(max(2 * Double(n) / (kurtosis - 1), 2), greatest) : greatest
    self.init(
      people: n, contexts: shared, value: slope,
      estimate: ClusteredEstimate(
        value: slope, scale: .identity, variance: variance, degreesOfFreedom: freedom, method: .jackknife))
  }

  /// By linearisation, from the moments of each context.
  private init(_ moments: [ClusterMoments], kinds: Int) {
    let shared = moments.filter { $0.count > 1 }
    let n = shared.reduce(0) { $0 + $1.count }
    var (numerator, denominator, size) = (0.0, 0.0, 0.0)
    for context in shared {
      let m = Double(context.count)
      var (product, square) = (0.0, 0.0)
      for kind in 0..<kinds {
        let chosen = context.sums[2 + kinds + kind] / m
        product += context.sums[2 + kind] / m * chosen
        square += chosen * chosen
      }
      numerator += context.sums[0] - m * product
      denominator += context.sums[1] - m * square
      size += context.sums[1]
    }
    // Sums of so many cancel to a few of their last digits.
    guard denominator > 1e-12 * size, n > shared.count else {
      self.init(people: n, contexts: shared.count, value: nil)
      return
    }
    let slope = numerator / denominator
    var squares = 0.0
    for context in shared {
      let m = Double(context.count)
      // d = a − b c is linear in a person's vector, once the means are known.
      var direction = [1, -slope]
      var constant = 0.0
      let shown = (0..<kinds).map { context.sums[2 + $0] / m }
      let chosen = (0..<kinds).map { context.sums[2 + kinds + $0] / m }
      direction += chosen.map { -$0 }
      for kind in 0..<kinds {
        direction.append(2 * slope * chosen[kind] - shown[kind])
        constant += chosen[kind] * (shown[kind] - slope * chosen[kind])
      }
      let along = context.regrouped(by: Matrix(rows: 1, columns: direction.count, elements: direction))
      squares += along.products[0, 0] + 2 * constant * along.sums[0] + m * constant * constant
    }
    let freedom = Double(n - shared.count)
    let rounding = 1e-12 * (1 + slope.magnitude) * size
    let variance = squares > rounding ? Double(n) / freedom * squares / (denominator * denominator) : 0
    self.init(
      people: n, contexts: shared.count, value: slope,
      estimate: ClusteredEstimate(
        value: slope, scale: .identity, variance: variance, degreesOfFreedom: freedom, method: .delta))
  }
}
