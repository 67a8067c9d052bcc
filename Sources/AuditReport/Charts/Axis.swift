import AuditRecord

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A scale from values to shares of a drawing's width, with its ticks.
struct Axis: Sendable, Hashable {
  /// A labelled place on the axis.
  struct Tick: Sendable, Hashable {
    var value: Double
    var label: String
  }

  /// Values at the two ends.
  let domain: ClosedRange<Double>
  let ticks: [Tick]
  private let isLogarithmic: Bool
  private static let ends = (left: 0.04, right: 0.96)

  /// Where a value stands; values beyond an end stand at that end.
  func place(_ value: Double) -> Double {
    let value = min(max(value, domain.lowerBound), domain.upperBound)
    let share =
      isLogarithmic
      ? log(value / domain.lowerBound) / log(domain.upperBound / domain.lowerBound)
      : (value - domain.lowerBound) / (domain.upperBound - domain.lowerBound)
    return Axis.ends.left + share * (Axis.ends.right - Axis.ends.left)
  }

  /// Where a value stands; the end of the axis stands at the end of the drawing.
  func place(_ value: Double, isEnd: Bool) -> Double {
    guard isEnd else { return place(value) }
    return value <= domain.lowerBound ? 0 : value >= domain.upperBound ? 1 : place(value)
  }

  /// The places of the two ends.
  var left: Double { Axis.ends.left }
  var right: Double { Axis.ends.right }

  /// An axis for ratios: equal factors are equal distances. It reaches from a twentieth to twenty-fold at most.
  static func ratios(_ values: [Double], keeping important: [Double]) -> Axis {
    let inside = (values + important).filter { $0 >= 0.05 && $0 <= 20 }
    let low = max(0.05, min(0.8, inside.min() ?? 0.8) / 1.08)
    let high = min(20, max(1.15, inside.max() ?? 1.15) * 1.08)
    let preferred = [
      0.5, 2, 0.1, 10, 0.2, 5, 0.05, 20, 0.7, 1.5, 0.3, 3, 0.8, 1.25, 0.6, 0.9, 0.4, 4, 1.1, 0.15, 7, 15,
    ]
    return Axis(low...high, isLogarithmic: true, candidates: [1] + important + preferred) {
      PlainNumber.exact($0)
    }
  }

  /// An axis for shares and percentage points (`asPercent`) or plain numbers: equal steps are equal distances.
  static func linear(_ values: [Double], keeping important: [Double], fromZero: Bool, asPercent: Bool) -> Axis {
    // Twice the largest of them is still a number; what lies beyond stands at an end.
    let inside = (values + important).filter { $0.magnitude < 1e300 }
    var low = min(0, inside.min() ?? 0)
    var high = max(0, inside.max() ?? 1)
    let room = (high - low) * 0.06
    if !fromZero || low < 0 { low -= room }
    high += room
    if high - low < 1e-9 { high = low + 0.01 }
    let step = niceStep((high - low) / 5)
    let steps = Int(bounded: (low / step).rounded(.up))...Int(bounded: (high / step).rounded(.down))
    return Axis(low...high, isLogarithmic: false, candidates: important + [0] + steps.map { Double($0) * step }) {
      PlainNumber.exact($0, shift: asPercent ? 2 : 0)
    }
  }

  private init(
    _ domain: ClosedRange<Double>, isLogarithmic: Bool, candidates: [Double], label: (Double) -> String
  ) {
    self.domain = domain
    self.isLogarithmic = isLogarithmic
    let bare = Axis(domain: domain, ticks: [], isLogarithmic: isLogarithmic)
    var chosen: [Tick] = []
    for candidate in candidates where domain.contains(candidate) {
      let tick = Tick(value: candidate, label: label(candidate))
      // A character of a label is about 0.028 of the width in print.
      let isApart = chosen.allSatisfy { other in
        abs(bare.place(other.value) - bare.place(candidate))
          >= max(0.115, 0.02 + 0.014 * Double(other.label.count + tick.label.count))
      }
      if isApart { chosen.append(tick) }
    }
    ticks = chosen.sorted { $0.value < $1.value }
  }

  private init(domain: ClosedRange<Double>, ticks: [Tick], isLogarithmic: Bool) {
    self.domain = domain
    self.ticks = ticks
    self.isLogarithmic = isLogarithmic
  }

  /// The smallest of 1, 2, 2.5 and 5 times a power of ten that is no smaller than `rough`.
  private static func niceStep(_ rough: Double) -> Double {
    let power = pow(10, floor(log10(rough)))
    return ([1, 2, 2.5, 5, 10].first { $0 * power >= rough * 0.999 } ?? 10) * power
  }
}
