package import AuditData
package import AuditRecord
package import AuditStatistics

/// Decisions of a sample, from which the linearised variance of every rate follows [Woodruff1971].
///
/// A rate p = Σwy/Σwx varies as the sum of the influences u = w(y − p x)/Σwx of the primary sampling units, each centred at the mean
/// of its stratum: v = Σ n/(n − 1) Σ (u − ū)² over the strata, n their units, those without anybody who is counted among them.
package struct SampledTable: Sendable {
  private let sampling: DecisionSampling
  /// Rows [finest groups × cells].
  private let rows: [Double]
  /// Primary sampling units of each stratum.
  private let units: [Double]
  private let center: SamplingCenter
  /// Whether a unit is a person.
  private let isOfPeople: Bool

  private static let cells = DecisionCell.allCases.count
  /// Groups whose covariances are kept at most.
  package static let mostTogether = 100

  /// Takes in a sample.
  ///
  /// - Parameter rows: Rows [finest groups × cells], in the order of the sample's sums.
  package init(_ sampling: DecisionSampling, rows: [Double], center: SamplingCenter, isOfPeople: Bool) {
    precondition(rows.count == sampling.weights.count, "a sum of weights for every count")
    self.sampling = sampling
    self.rows = rows
    self.center = center
    self.isOfPeople = isOfPeople
    var units = [Double](repeating: 0, count: Int((sampling.stratum.max() ?? 0) + 1))
    if let clusters = sampling.clusters {
      for profile in 0..<clusters.count {
        let finest = Int(clusters.codes[Int(clusters.starts[profile])]) / Self.cells
        units[Int(sampling.stratum[finest])] += Double(clusters.clusters[profile])
      }
    } else {
      for (place, count) in rows.enumerated() { units[Int(sampling.stratum[place / Self.cells])] += count }
    }
    self.units = units
  }

  /// The weights of some finest groups, as counts would be [cells].
  package func weights(of finest: [Int]) -> [Double] {
    finest.reduce(into: [Double](repeating: 0, count: Self.cells)) { sums, group in
      for cell in 0..<Self.cells { sums[cell] += sampling.weights[group * Self.cells + cell] }
    }
  }

  /// The rate of each group, and how they vary together.
  package struct Rates: Sendable {
    /// The weighted rates [groups].
    package var values: [Double?]
    /// How well each is known [groups].
    package var known: [EstimateSampling]
    /// The same as numerators and denominators, without weights [groups].
    package var counts: [Proportion]
    /// How they vary together; nil where groups share no unit and no stratum.
    package var joint: ClusterDispersion?
  }

  /// What is added up for a group.
  fileprivate struct Sums {
    var (weight, successes, squares) = (0.0, 0.0, 0.0)
    var (rows, counted) = (0.0, 0.0)
    /// Sums of squares and of fourth powers of influences.
    var (second, fourth) = (0.0, 0.0)
    var units = 0.0
    /// Sums and squares of influences by stratum, and whether it holds anybody.
    var strata: [Int: (sum: Double, square: Double)] = [:]
  }

  /// The rates of groups.
  ///
  /// - Parameters:
  ///   - mapping: The group of each finest group, or below 0 for none.
  ///   - groups: How many there are.
  package func rates(_ metric: any RateMetric, by mapping: [Int32], groups: Int) -> Rates {
    let among = DecisionCell.allCases.map { metric.denominator.contains(CellMask($0)) }
    let counted = DecisionCell.allCases.map { metric.numerator.contains(CellMask($0)) }
    var sums = [Sums](repeating: Sums(), count: groups)
    for (finest, group) in mapping.enumerated() where group >= 0 {
      for cell in 0..<Self.cells where among[cell] {
        let place = finest * Self.cells + cell
        sums[Int(group)].weight += sampling.weights[place]
        sums[Int(group)].squares += sampling.squares[place]
        sums[Int(group)].rows += rows[place]
        if counted[cell] {
          sums[Int(group)].successes += sampling.weights[place]
          sums[Int(group)].counted += rows[place]
        }
      }
    }
    let values = sums.map { $0.weight > 0 ? min(1, $0.successes / $0.weight) : 0 }
    var shared: [Int: Double] = [:]
    var isShared = false
    /// The influence of one unit of weight.
    func influence(_ group: Int, _ cell: Int) -> Double {
      ((counted[cell] ? 1 : 0) - values[group]) / sums[group].weight
    }
    if let clusters = sampling.clusters {
      var influences = [Double](repeating: 0, count: groups)
      var isTouched = [Bool](repeating: false, count: groups)
      var touched: [Int] = []
      for profile in 0..<clusters.count {
        var stratum = 0
        for entry in Int(clusters.starts[profile])..<Int(clusters.starts[profile + 1]) {
          let (finest, cell) = Int(clusters.codes[entry]).quotientAndRemainder(dividingBy: Self.cells)
          let group = Int(mapping[finest])
          guard group >= 0, among[cell] else { continue }
          stratum = Int(sampling.stratum[finest])
          if !isTouched[group] {
            isTouched[group] = true
            touched.append(group)
          }
          influences[group] += clusters.weights[entry] * influence(group, cell)
        }
        let many = Double(clusters.clusters[profile])
        for (place, group) in touched.enumerated() {
          sums[group].add(influences[group], stratum, units: many)
          guard touched.count > 1 else { continue }
          isShared = true
          guard groups <= Self.mostTogether, let factor = factor(stratum) else { continue }
          for other in touched[..<place] {
            shared[max(group, other) * groups + min(group, other), default: 0] +=
              factor * many * influences[group] * influences[other]
          }
        }
        for group in touched { (influences[group], isTouched[group]) = (0, false) }
        touched.removeAll(keepingCapacity: true)
      }
    } else {
      for (finest, group) in mapping.enumerated() where group >= 0 {
        let stratum = Int(sampling.stratum[finest])
        for cell in 0..<Self.cells where among[cell] && rows[finest * Self.cells + cell] > 0 {
          let place = finest * Self.cells + cell
          let influence = influence(Int(group), cell)
          sums[Int(group)].add(
            sum: influence * sampling.weights[place], second: influence * influence * sampling.squares[place],
            fourth: influence * influence * influence * influence * sampling.fourths[place], stratum,
            units: rows[place])
        }
      }
    }
    let isStratified = units.count { $0 > 0 } > 1
    let known = sums.indices.map { self.known(sums[$0], values[$0], isStratified: isStratified) }
    return Rates(
      values: sums.indices.map { sums[$0].weight > 0 ? values[$0] : nil }, known: known,
      counts: sums.map { Proportion(successes: $0.counted, trials: $0.rows) },
      joint: isShared || isStratified ? joint(sums, known, shared) : nil)
  }

  /// The rate of everybody who is in another group, and how it varies with that of the group.
  package func others(_ metric: any RateMetric, than group: Int, by mapping: [Int32]) -> OthersSampling {
    let rates = rates(metric, by: mapping.map { $0 < 0 ? -1 : $0 == group ? 0 : 1 }, groups: 2)
    let known = rates.known[1]
    let covariance = rates.joint.flatMap { $0.groups.count == 2 ? $0.covariance[1] : nil } ?? 0
    return OthersSampling(
      value: rates.values[1], rows: Int(bounded: rates.counts[1].trials), weight: known.weight,
      effective: known.effective, degreesOfFreedom: known.degreesOfFreedom, covariance: covariance)
  }

  /// n/(n − 1) of a stratum; nil where nothing is known of its variance.
  private func factor(_ stratum: Int) -> Double? {
    let n = units[stratum]
    return n > 1 ? n / (n - 1) : center == .grand ? 1 : nil
  }

  /// What is subtracted from a sum of products of a stratum: that of its means. The mean of all units is 0.
  private func centring(_ stratum: Int) -> Double { units[stratum] > 1 ? 1 / units[stratum] : 0 }

  private func known(_ sums: Sums, _ value: Double, isStratified: Bool) -> EstimateSampling {
    var variance: Double? = sums.units > 0 ? 0 : nil
    for (stratum, sum) in sums.strata.sorted(by: { $0.key < $1.key }) {
      guard let factor = factor(stratum), let before = variance else {
        variance = nil
        break
      }
      let centred = max(0, sum.square - sum.sum * sum.sum * centring(stratum))
      variance = before + factor * centred
    }
    var degrees: Double?
    if variance != nil {
      let plain = sums.units - Double(sums.strata.count)
      degrees = plain
      if !isStratified, sums.second > 0 {
        let kurtosis = sums.units * sums.fourth / (sums.second * sums.second)
        if kurtosis > 1 { degrees = min(max(2 * sums.units / (kurtosis - 1), 2), plain) }
      }
    }
    let isKnown = degrees.map { $0 > 0 } ?? false
    var effective: Double?
    if isKnown, let variance, sums.weight > 0 {
      let spread = value * (1 - value)
      // A few heavy rows tell no more than as many people, however alike the others are; strata may tell more than that.
      let most =
        isStratified || sums.squares <= 0 ? sums.rows : min(sums.rows, sums.weight * sums.weight / sums.squares)
      // That all agree shows as much as there are units.
      effective =
        spread > 0 ? (variance > 0 ? min(spread / variance, most) : most) : min(sums.units, max(1, most))
    }
    return EstimateSampling(
      weight: sums.weight, people: Int(bounded: isOfPeople ? sums.units : sums.rows), units: Int(bounded: sums.units),
      standardError: isKnown ? variance?.squareRoot() : nil, degreesOfFreedom: isKnown ? degrees : nil,
      effective: effective, designEffect: effective.map { sums.rows / $0 },
      weighting: sums.weight > 0 ? sums.rows * sums.squares / (sums.weight * sums.weight) : 1)
  }

  /// Covariances of groups that share units or strata; no groups where these are too many.
  private func joint(_ sums: [Sums], _ known: [EstimateSampling], _ shared: [Int: Double]) -> ClusterDispersion? {
    let groups = sums.count <= Self.mostTogether ? sums.indices.filter { known[$0].effective != nil } : []
    var (covariance, degrees): ([Double], [Double]) = ([], [])
    for (row, group) in groups.enumerated() {
      for other in groups[...row] {
        degrees.append(min(known[group].degreesOfFreedom ?? 1, known[other].degreesOfFreedom ?? 1))
        guard other != group else {
          covariance.append((known[group].standardError ?? 0) * (known[group].standardError ?? 0))
          continue
        }
        var sum = shared[group * sums.count + other] ?? 0
        for (stratum, own) in sums[group].strata.sorted(by: { $0.key < $1.key }) {
          guard let theirs = sums[other].strata[stratum], let factor = factor(stratum) else { continue }
          sum -= factor * own.sum * theirs.sum * centring(stratum)
        }
        covariance.append(sum)
      }
    }
    return ClusterDispersion(
      scale: .identity, groups: groups, covariance: covariance, degreesOfFreedom: degrees, isIndependent: false,
      method: .delta)
  }
}

extension SampledTable.Sums {
  /// Adds units that have the same influence.
  fileprivate mutating func add(_ influence: Double, _ stratum: Int, units: Double) {
    let square = influence * influence
    add(
      sum: units * influence, second: units * square, fourth: units * square * square, stratum, units: units)
  }

  fileprivate mutating func add(sum: Double, second: Double, fourth: Double, _ stratum: Int, units: Double) {
    self.second += second
    self.fourth += fourth
    self.units += units
    let known = strata[stratum] ?? (0, 0)
    strata[stratum] = (known.sum + sum, known.square + second)
  }
}
