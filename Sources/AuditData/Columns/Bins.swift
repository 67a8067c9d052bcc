import AuditRecord

/// Numeric intervals, each with its lower edge, the last with both.
struct Bins {
  private let edges: [Double]

  /// How many bins there are.
  var count: Int { edges.count - 1 }

  init(_ edges: [Double]) { self.edges = edges }

  /// Names for the codes of ``code(of:)``; no field of text can have the last two, which hold a NUL.
  var labels: [Label] { Self.labels(of: edges) + ["\u{0}\u{0}below", "\u{0}\u{0}above"] }

  /// The bin that holds `value`; beyond the bins stand the code for what lies below them, and that for what lies above.
  func code(of value: Double) -> Int32 {
    guard value >= edges[0] else { return Int32(count) }
    guard value <= edges[edges.count - 1] else { return Int32(count + 1) }
    let above = edges.firstIndex { $0 > value } ?? edges.count - 1
    return Int32(above - 1)
  }

  /// `[0, 25)`, …, `[45, 120]`.
  static func labels(of edges: [Double]) -> [Label] {
    (1..<edges.count).map { upper in
      let closing = upper == edges.count - 1 ? "]" : ")"
      return Label("[\(text(edges[upper - 1])), \(text(edges[upper]))\(closing)")
    }
  }

  /// A whole number without a fraction, any other with as few digits as identify it.
  static func text(_ value: Double) -> String {
    Int64(exactly: value).flatMap { $0.magnitude < 1 << 53 ? "\($0)" : nil } ?? "\(value)"
  }
}
