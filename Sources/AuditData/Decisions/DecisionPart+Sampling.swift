import AuditInputs
import AuditRecord

extension DecisionPart {
  /// How the judged rows weigh and hang together, and what a record says of it.
  ///
  /// Nothing of the first where each row stands alone and weighs the same; nothing of the second where, besides, the plan names no
  /// column that says how rows were sampled.
  ///
  /// - Parameters:
  ///   - logs: The rows, before labels were folded.
  ///   - mapping: What each finest group became in that.
  func sampling(
    of columns: DecisionColumns, logs: [Log], mapping: [Int32]
  ) -> (sampling: DecisionSampling?, description: SamplingDescription?) {
    let axis = layout.axes.firstIndex { $0.role == .sampling }
    // A label that looks like a missing value is a stratum all the same.
    let strata = axis.map { layout.axes[$0].labels.count + 1 } ?? 1
    let stratum = layout.finest.map { tuple in axis.map { tuple[$0] < 0 ? Int32(strata - 1) : tuple[$0] } ?? 0 }
    let judged = judged
    let rows = judged.reduce(0, +)
    let isWeighted = weights.map { $0.least < $0.most } ?? false

    var clusters: ClusterProfiles?
    var units = rows
    if let first = logs.first {
      let numbers = first.clusters.join(logs.dropFirst().map(\.clusters))
      clusters = ClusterProfiles(
        logs.enumerated().map { index, log in
          (log.rows, log.mapping.map { mapping[Int($0)] }, index == 0 ? nil : numbers[index - 1])
        }, count: first.clusters.count, stratum: stratum, isWeighted: isWeighted)
    }
    if let clusters { units = clusters.clusters.reduce(0, +) }
    let ofStratum = unitsOfStrata(judged, clusters, stratum, count: strata)
    let inhabited = ofStratum.count { $0 > 0 }
    let changesNothing = !isWeighted && clusters == nil && inhabited < 2
    guard columns.sampling.isDeclared || !changesNothing else { return (nil, nil) }

    let sums = weights.map { $0.sums(groups: stratum.count) }
    let counts = judged.map { Double($0) }
    let total = sums.map { $0.weights.reduce(0, +) } ?? Double(rows)
    let square = sums.map { $0.squares.reduce(0, +) } ?? Double(rows)
    let largest = clusters.map { clusters in
      (0..<clusters.count).reduce(1) { most, profile in
        max(
          most, (clusters.starts[profile]..<clusters.starts[profile + 1]).reduce(0) { $0 + Int(clusters.rows[Int($1)]) }
        )
      }
    }
    let description = SamplingDescription(
      weight: columns.sampling.weight, stratum: columns.sampling.stratum, cluster: columns.unit,
      isOfPeople: columns.sampling.cluster == nil && columns.unit != nil, center: columns.sampling.center,
      rows: Int(rows), units: Int(units), largest: largest ?? 1, strata: max(1, inhabited),
      lonely: ofStratum.count { $0 == 1 }, total: total, least: rows > 0 ? weights?.least ?? 1 : 1,
      most: rows > 0 ? weights?.most ?? 1 : 1,
      weighting: total > 0 ? Double(rows) * square / (total * total) : 1, changesNothing: changesNothing)
    guard !changesNothing else { return (nil, description) }
    let isSummed = clusters == nil
    return (
      DecisionSampling(
        weights: clusters?.sums(groups: stratum.count) ?? (isWeighted ? sums?.weights : nil) ?? counts,
        squares: (isWeighted ? sums?.squares : nil) ?? counts,
        fourths: isSummed ? (isWeighted ? sums?.fourths : nil) ?? counts : [], clusters: clusters, stratum: stratum),
      description
    )
  }

  /// Primary sampling units of each stratum.
  private func unitsOfStrata(
    _ judged: [Int64], _ clusters: ClusterProfiles?, _ stratum: [Int32], count: Int
  ) -> [Int64] {
    var units = [Int64](repeating: 0, count: count)
    let cells = DecisionCell.allCases.count
    if let clusters {
      for profile in 0..<clusters.count {
        units[Int(stratum[Int(clusters.codes[Int(clusters.starts[profile])]) / cells])] += clusters.clusters[profile]
      }
    } else {
      for (place, rows) in judged.enumerated() { units[Int(stratum[place / cells])] += rows }
    }
    return units
  }
}

extension ClusterProfiles {
  /// What the rows of each finest group's cell weigh together.
  fileprivate func sums(groups: Int) -> [Double] {
    var sums = [Double](repeating: 0, count: groups * DecisionCell.allCases.count)
    for profile in 0..<count {
      for entry in Int(starts[profile])..<Int(starts[profile + 1]) {
        sums[Int(codes[entry])] += weights[entry] * Double(clusters[profile])
      }
    }
    return sums
  }
}
