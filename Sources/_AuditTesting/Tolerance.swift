/// Whether a computed number is the expected one up to rounding: within `tolerance` of its magnitude, or 1e-15 of it near 0.
///
/// The last digits of what passes through linear algebra, logarithms and powers differ between processors, so tests compare
/// such numbers with this alone. Two missing numbers agree; a missing, infinite or undefined one agrees with no other.
package func isClose(_ value: Double?, _ expected: Double?, tolerance: Double = 1e-9) -> Bool {
  agree(value, expected) { max(tolerance * abs($0), 1e-15) }
}

/// Whether a computed number is within `distance` of the expected one; of its magnitude, where that is above 1.
package func isClose(_ value: Double?, _ expected: Double?, within distance: Double) -> Bool {
  agree(value, expected) { distance * max(1, abs($0)) }
}

private func agree(_ value: Double?, _ expected: Double?, _ distance: (Double) -> Double) -> Bool {
  guard let value, let expected else { return value == nil && expected == nil }
  guard value.isFinite, expected.isFinite else { return value == expected }
  return abs(value - expected) <= distance(expected)
}
