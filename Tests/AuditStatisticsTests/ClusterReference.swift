import AuditNumerics
import AuditStatistics

/// Values computed with SciPy and NumPy.
struct ComputedClusters: Decodable, Sendable {
  struct Joint: Decodable, Sendable {
    struct OnScale: Decodable, Sendable {
      let covariance: [Double]
      let df: [Double]
      let delta: [Double]
    }
    let rows: [[Double]]
    let values: [Double]
    let scales: [String: OnScale]
  }
  struct Welch: Decodable, Sendable {
    struct Test: Decodable, Sendable {
      let group: Int
      let reference: Int
      let t: Double
      let df: Double
      let p: Double
      let interval: [Double]
    }
    struct Complement: Decodable, Sendable {
      let difference: Double
      let t: Double
      let df: Double
      let p: Double
      let ratio: [Double]
    }
    let groups: [[Double]]
    let weights: [Double]
    let tests: [Test]
    let complements: [Complement]
  }
  struct Paired: Decodable, Sendable {
    let rows: [[Double]]
    let t: Double
    let df: Double
    let p: Double
    let interval: [Double]
  }
  struct Hotelling: Decodable, Sendable {
    let rows: [[Double]]
    let target: [Double]
    let t2: Double
    let df: [Double]
    let p: Double
  }
  struct Divergence: Decodable, Sendable {
    let rows: [[Double]]
    let target: [Double]
    let value: Double
    let jackknife: Double
    let df: Double
    let delta: Double
  }
  struct Tail: Decodable, Sendable {
    let x: Double
    let df: [Double]
    let p: Double
  }
  struct Detectable: Decodable, Sendable {
    let se: Double
    let df: Double?
    let scale: String
    let threshold: Double
    let single: Double
    let family: Double
    let power: Double
    let met: Double
    let notMet: Double

    enum CodingKeys: String, CodingKey {
      case se, df, scale, threshold, single, family, power, met
      case notMet = "not-met"
    }
  }

  let joint: [Joint]
  let welch: [Welch]
  let paired: [Paired]
  let hotelling: [Hotelling]
  let divergence: [Divergence]
  let tails: [Tail]
  let detectable: [Detectable]

  enum CodingKeys: String, CodingKey {
    case joint, welch, paired, hotelling, divergence, detectable
    case tails = "f-tails"
  }

  static let values: ComputedClusters = reference("clusters-scipy.json")
}

/// The sample of these rows, with its vectors or without.
func clusterSample(_ rows: [[Double]], keeping: Bool = true) -> ClusterSample {
  let sample = ClusterSample(
    Matrix(rows: rows.count, columns: rows[0].count, elements: rows.flatMap { $0 }))
  return keeping ? sample : ClusterSample(moments: sample.moments)
}
