/// How much numbers vary among themselves.
enum Variation {
  /// The population standard deviation divided by the mean; nothing where a number is missing or the mean is 0.
  static func coefficient(_ values: [Double?]) -> Double? {
    let known = values.compactMap { $0 }
    guard known.count == values.count, known.count > 1 else { return nil }
    let mean = known.reduce(0, +) / Double(known.count)
    guard mean > 0 else { return nil }
    let squares = known.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (squares / Double(known.count)).squareRoot() / mean
  }
}
