import AuditStatistics
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Reads the file of expected numbers called `name` from `Tests/Reference`.
func reference<Content: Decodable>(_ name: String, as type: Content.Type = Content.self) -> Content {
  let here = #filePath.split(separator: "/", omittingEmptySubsequences: false)
  let path = (here.dropLast(2) + ["Reference", Substring(name)]).joined(separator: "/")
  do {
    let data = try Data(contentsOf: URL(filePath: path))
    return try JSONDecoder().decode(Content.self, from: data)
  } catch {
    fatalError("\(name): \(error)")
  }
}

/// A pair [successes, trials] in a reference file.
struct Counts: Decodable, Sendable, CustomStringConvertible {
  let proportion: Proportion

  init(from decoder: any Decoder) throws {
    let numbers = try decoder.singleValueContainer().decode([Double].self)
    proportion = Proportion(successes: numbers[0], trials: numbers[1])
  }

  var description: String { "\(proportion.successes)/\(proportion.trials)" }
}

/// Published values.
struct Published: Decodable, Sendable {
  struct Limits: Decodable, Sendable {
    let source: String
    let method: String
    let group: Counts
    let reference: Counts?
    let confidence: Double?
    let interval: [Double]
    let digits: Int
  }
  struct Fisher: Decodable, Sendable {
    let source: String
    let group: Counts
    let reference: Counts
    let p: Double
  }
  struct PooledZ: Decodable, Sendable {
    let group: Counts
    let reference: Counts
    let statistic: Double
  }
  struct Smokers: Decodable, Sendable {
    let x: [Double]
    let n: [Double]
    let pearson: Double
    let p: Double
  }
  struct Stratum: Decodable, Sendable {
    let group: Counts
    let reference: Counts

    var pair: (group: Proportion, reference: Proportion) { (group.proportion, reference.proportion) }
  }
  struct Berkeley: Decodable, Sendable {
    let strata: [Stratum]
    let corrected: [Double]
    let uncorrected: [Double]
    let withoutFirst: Double
    let riskRatio: [Double]
    let riskDifference: [Double]
    let riskDifferenceStandardError: Double
    let crudeRatio: [Double]

    enum CodingKeys: String, CodingKey {
      case strata, corrected, uncorrected
      case withoutFirst = "without-first"
      case riskRatio = "risk-ratio"
      case riskDifference = "risk-difference"
      case riskDifferenceStandardError = "risk-difference-standard-error"
      case crudeRatio = "crude-ratio"
    }
  }
  struct SampleSizes: Decodable, Sendable {
    let source: String
    let groups: Int?
    let confidence: Double
    let roundedUp: Bool
    let rates: [Double]
    let n: [Double]

    enum CodingKeys: String, CodingKey {
      case source, groups, confidence, rates, n
      case roundedUp = "rounded-up"
    }
  }
  struct Critical: Decodable, Sendable {
    let parts: Int
    let groups: [Int]
    let z: [Double]
    let digits: Int
  }

  let limits: [Limits]
  let fisher: [Fisher]
  let pooledZ: [PooledZ]
  let smokers: Smokers
  let berkeley: Berkeley
  let sampleSizes: [SampleSizes]
  let criticalValues: [Critical]

  enum CodingKeys: String, CodingKey {
    case limits, fisher, smokers, berkeley
    case pooledZ = "pooled-z"
    case sampleSizes = "sample-sizes"
    case criticalValues = "critical-values"
  }

  static let values: Published = reference("statistics-published.json")
}

/// Values computed with R.
struct R: Decodable, Sendable {
  struct Limits: Decodable, Sendable {
    let proportion: Counts
    let confidence: Double
    let interval: [Double]
  }
  struct Fisher: Decodable, Sendable {
    let group: Counts
    let reference: Counts
    let p: Double
  }
  struct PooledZ: Decodable, Sendable {
    let group: Counts
    let reference: Counts
    let statistic: Double
    let p: Double
  }
  struct Holm: Decodable, Sendable {
    let p: [Double]
    let adjusted: [Double]
  }
  struct MantelHaenszel: Decodable, Sendable {
    let strata: [Published.Stratum]
    let corrected: [Double]
    let plain: [Double]
  }
  struct Generalized: Decodable, Sendable {
    let strata: [[Counts]]
    let statistic: Double
    let degreesOfFreedom: Int
    let p: Double

    enum CodingKeys: String, CodingKey {
      case strata, statistic, p
      case degreesOfFreedom = "degrees-of-freedom"
    }
  }
  struct Quantile: Decodable, Sendable {
    let values: [Double]
    let probability: Double
    let quantile: Double
  }
  struct Normal: Decodable, Sendable {
    let x: Double
    let cumulative: Double
    let upperTail: Double

    enum CodingKeys: String, CodingKey {
      case x, cumulative
      case upperTail = "upper-tail"
    }
  }
  struct NormalQuantile: Decodable, Sendable {
    let probability: Double
    let x: Double
  }
  struct Tail: Decodable, Sendable {
    let x: Double
    let degreesOfFreedom: Double
    let upperTail: Double
    let quantile: Double?

    enum CodingKeys: String, CodingKey {
      case x
      case degreesOfFreedom = "degrees-of-freedom"
      case upperTail = "upper-tail"
      case quantile = "quantile-0.975"
    }
  }
  struct Range: Decodable, Sendable {
    let q: Double
    let groups: Int
    let cumulative: Double
  }

  let wilson: [Limits]
  let clopperPearson: [Limits]
  let fisher: [Fisher]
  let pooledZ: [PooledZ]
  let holm: [Holm]
  let mantelHaenszel: [MantelHaenszel]
  let generalized: [Generalized]
  let quantiles: [Quantile]
  let normal: [Normal]
  let normalQuantiles: [NormalQuantile]
  let chiSquared: [Tail]
  let student: [Tail]
  let range: [Range]

  enum CodingKeys: String, CodingKey {
    case wilson, fisher, holm, quantiles, normal, student
    case clopperPearson = "clopper-pearson"
    case pooledZ = "pooled-z"
    case mantelHaenszel = "cochran-mantel-haenszel"
    case generalized = "generalized-cochran-mantel-haenszel"
    case normalQuantiles = "normal-quantiles"
    case chiSquared = "chi-squared"
    case range = "studentized-range"
  }

  static let values: R = reference("statistics-r.json")
}

/// Values computed in 40 digits.
struct HighPrecision: Decodable, Sendable {
  struct Limits: Decodable, Sendable, CustomStringConvertible {
    let comparison: String
    let method: String
    let group: Counts
    let reference: Counts
    let z: Double
    let interval: [Double?]

    var description: String { "\(method) \(comparison) \(group) \(reference) z=\(z)" }
  }
  struct Range: Decodable, Sendable {
    let q: Double
    let groups: Int
    let cumulative: Double
    let upperTail: Double

    enum CodingKeys: String, CodingKey {
      case q, groups, cumulative
      case upperTail = "upper-tail"
    }
  }
  struct RangeQuantile: Decodable, Sendable {
    let probability: Double
    let groups: Int
    let q: Double
  }

  let limits: [Limits]
  let ranges: [Range]
  let quantiles: [RangeQuantile]

  enum CodingKeys: String, CodingKey {
    case limits
    case ranges = "studentized-range"
    case quantiles = "studentized-range-quantiles"
  }

  static let values: HighPrecision = reference("statistics-mpmath.json")
}
