import AuditRecord
import AuditStatistics

/// Numbers pooled over strata in which a group does better in one and worse in another: a pooled number may then be equality that holds nowhere.
enum OppositeStrata {
  /// How often one of all strata of a finding may look so by chance, on either side.
  private static let rarity = 0.001
  /// Of fewer people in a stratum nothing is said.
  private static let people = 30.0

  private struct Counts {
    var successes = 0.0
    var trials = 0.0

    mutating func add(_ estimate: Estimate) {
      successes += estimate.numerator ?? 0
      trials += estimate.denominator ?? 0
    }
  }

  /// A warning for each finding about a pooled rate of which that holds, the strata that lie furthest apart named.
  static func warnings(_ record: Record) -> [DataWarning] {
    let pooled = record.findings.filter { finding in
      finding.stratifier != nil && finding.group != nil && [.met, .notMet, .cannotTell].contains(finding.verdict)
    }
    guard !pooled.isEmpty else { return [] }
    let estimates = Dictionary(
      grouping: record.estimates.filter { $0.stratifier != nil && $0.within != nil && $0.sampling == nil }
    ) { [Label($0.metric), Label($0.stratifier ?? "")] + $0.grouping.map { Label($0) } }
    return pooled.compactMap { finding in
      let key = [Label(finding.metric), Label(finding.stratifier ?? "")] + finding.grouping.map { Label($0) }
      let strata = Dictionary(grouping: estimates[key] ?? []) { $0.within ?? "" }.filter { $0.key != "*" }
      guard strata.count > 1 else { return nil }
      let limit = Normal.twoSided(confidence: 1 - 2 * rarity / Double(2 * strata.count))
      let found = strata.compactMap { within, estimates -> (label: Label, z: Double, people: Int)? in
        var (own, others) = (Counts(), Counts())
        for estimate in estimates {
          if estimate.group == finding.group {
            own.add(estimate)
          } else if finding.reference?.group == nil || estimate.group == finding.reference?.group {
            others.add(estimate)
          }
        }
        guard own.trials >= people, others.trials >= people else { return nil }
        let rate = (own.successes + others.successes) / (own.trials + others.trials)
        let error = (rate * (1 - rate) * (1 / own.trials + 1 / others.trials)).squareRoot()
        guard error > 0 else { return nil }
        let z = (own.successes / own.trials - others.successes / others.trials) / error
        return (Label(within), z, Int(bounded: own.trials))
      }.sorted { ($0.z, $0.label) < ($1.z, $1.label) }
      guard let behind = found.first, let ahead = found.last, behind.z < -limit, ahead.z > limit else { return nil }
      return DataWarning(
        .strataDisagree, table: "decisions", column: finding.stratifier, grouping: finding.grouping,
        group: finding.group,
        labels: [ahead, behind].map { LabelCount($0.label, rows: $0.people, units: $0.people) },
        requirement: finding.requirement)
    }
  }
}
