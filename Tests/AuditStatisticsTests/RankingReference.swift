/// Published values for rankings.
struct PublishedRankings: Decodable, Sendable {
  struct Table: Decodable, Sendable {
    let length: Int
    let share: Double
    let level: Double
    let significance: Double?
    let minimums: String?
    let failure: Double?
    let digits: Int?
  }
  struct Attention: Decodable, Sendable {
    let model: String
    let share: Double
    let perItem: Double
    let fairness: Double
  }
  struct Trec: Decodable, Sendable {
    struct Fairness: Decodable, Sendable {
      let target: [Double]
      let value: Double
    }
    let list: String
    let share: Double
    let fairness: [Fairness]
  }
  struct Means: Decodable, Sendable {
    let list: String
    let values: [Double]
  }
  struct ExpectedExposure: Decodable, Sendable {
    let disparity: Double
    let relevance: Double
    let loss: Double
  }
  struct Concentrated: Decodable, Sendable {
    let values: [Double]
    let gini: Double
    let entropy: Double
  }

  let ranked: [Table]
  let adjusted: [Table]
  let attention: [Attention]
  let trec: Trec
  let meanExposure: Means
  let sapiezynski: Means
  let expectedExposure: ExpectedExposure
  let concentration: Concentrated

  static let values: PublishedRankings = reference("rankings-published.json")

  /// "0x8 1x2" is eight zeros and two ones.
  static func expand(_ runs: String) -> [Int] {
    runs.split(separator: " ").flatMap { run in
      let parts = run.split(separator: "x").compactMap { Int($0) }
      return Array(repeating: parts[0], count: parts[1])
    }
  }

  /// A is class 0, B is class 1.
  static func classes(_ list: String) -> [Int] { list.map { $0 == "A" ? 0 : 1 } }
}

/// Values computed with SciPy and exact fractions.
struct ComputedRankings: Decodable, Sendable {
  struct Table: Decodable, Sendable {
    struct Adjusted: Decodable, Sendable {
      let minimums: [Int]
      let failure: Double
      let level: Double
      let above: Double
    }
    let length: Int
    let share: Double
    let significance: Double
    let minimums: [Int]
    let failure: Double
    let adjusted: Adjusted
  }
  struct Surprise: Decodable, Sendable {
    let membership: String
    let share: Double
    let p: Double
    let rank: Int
    let members: Int
    let prefix: Double
  }
  struct Clusters: Decodable, Sendable, CustomStringConvertible {
    let rows: [[Double]]
    let function: String
    let value: Double
    let jackknife: Double
    let df: Double
    let interval: [Double]
    let delta: Double

    var description: String { "\(function), n = \(rows.count)" }
  }
  struct Welch: Decodable, Sendable {
    let group: [[Double]]
    let reference: [[Double]]
    let df: Double
    let se: Double
    let interval: [Double]
  }
  struct Concentrated: Decodable, Sendable {
    let values: [Double]
    let gini: Double
    let entropy: Double
    let lorenz: [Double]
  }
  struct Diverging: Decodable, Sendable {
    let p: [Double]
    let q: [Double]
    let kl: Double
    let js: Double
  }
  struct Tie: Decodable, Sendable {
    let patience: Double
    let satisfaction: Double
    let first: Int
    let last: Int
    let before: Int
    let tied: Int
    let weight: Double
  }

  let ranked: [Table]
  let surprises: [Surprise]
  let clusters: [Clusters]
  let welch: [Welch]
  let concentrations: [Concentrated]
  let divergences: [Diverging]
  let ties: [Tie]

  static let values: ComputedRankings = reference("rankings-scipy.json")
}

/// Equal up to half a unit of the last of `digits` decimals.
func agrees(_ value: Double, _ printed: Double, digits: Int) -> Bool {
  abs(value - printed) <= (0..<digits).reduce(0.5000001) { unit, _ in unit / 10 }
}
