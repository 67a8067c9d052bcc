/// Values computed with NumPy and SciPy.
struct ComputedControls: Decodable, Sendable {
  struct Worked: Decodable, Sendable {
    let h: [Double]
    let l: [Double]
    let value: Double
    let variance: Double
    let df: Double
    let interval: [Double]
    let without: Double
  }
  struct Slope: Decodable, Sendable {
    let contexts: [Int32]
    let shown: [[Double]]
    let chosen: [[Double]]
    let people: Int
    let shared: Int
    let value: Double
    let variance: Double
    let df: Double
  }
  struct Large: Decodable, Sendable {
    let n: Int
    let kinds: Int
    let contexts: Int
    let value: Double
    let variance: Double
    let df: Double
  }
  struct Quotient: Decodable, Sendable {
    let dividend: [Double]
    let divisor: [Double]
    let limits: [Double]?
  }
  let worked: Worked
  let slopes: [Slope]
  let large: [Large]
  let quotients: [Quotient]

  static let values: ComputedControls = reference("controls-numpy.json")
}
