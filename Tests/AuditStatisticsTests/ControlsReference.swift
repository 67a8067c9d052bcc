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
  struct Separation: Decodable, Sendable {
    struct Difference: Decodable, Sendable {
      let group: Int
      let feature: Int
      let value: Double
      let pooled: Double
      let separate: Double
    }
    let contexts: [Int32]
    let groups: [Int32]
    let features: [[Double]]
    let differences: [Difference]
  }
  let separations: [Separation]
  let worked: Worked
  let slopes: [Slope]
  let large: [Large]
  let quotients: [Quotient]

  static let values: ComputedControls = reference("controls-numpy.json")
}
