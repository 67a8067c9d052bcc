import AuditPolicy
import AuditRecord

/// Which checks of two audits belong together.
struct CheckPairing {
  /// The checks of one requirement on one grouping, pooled over the strata of one column or not.
  struct Family {
    /// The demand of the earlier audit; nil where it has none like it.
    var before: Requirement?
    /// The demand of the later audit; nil where it has none like it.
    var now: Requirement?
    var grouping: [String]
    var stratifier: String?
    /// Why none of them can be compared; nil where they can.
    var obstacle: Incomparability?
    /// The findings of both, of which one may be missing.
    var checks: [(before: Finding?, now: Finding?)] = []
  }

  private(set) var families: [Family] = []
  private let baseline: AuditNumbers
  private let candidate: AuditNumbers
  private let comparability: Comparability

  init(baseline: AuditNumbers, candidate: AuditNumbers) {
    (self.baseline, self.candidate) = (baseline, candidate)
    comparability = Comparability(baseline: baseline, candidate: candidate)
    pair()
  }

  /// Where a finding belongs.
  private struct Place: Hashable {
    var requirement: String
    var grouping: [String]
    var stratifier: String?
  }

  private struct Key: Hashable {
    var group: [Label]?
    var isSmall: Bool
  }

  private mutating func pair() {
    let before = Dictionary(grouping: baseline.findings, by: Self.place)
    let now = Dictionary(grouping: candidate.findings, by: Self.place)
    let partners = partners()
    let names = Dictionary(uniqueKeysWithValues: partners.map { ($0.now.id, $0.before) })
    for place in Self.places(candidate) {
      guard let requirement = candidate.requirements.first(where: { $0.id == place.requirement }) else { continue }
      let partner = names[place.requirement]
      let other = partner.map { Place(requirement: $0.id, grouping: place.grouping, stratifier: place.stratifier) }
      add(
        place, before: other.flatMap { before[$0] } == nil ? nil : partner, now: requirement,
        findings: (other.flatMap { before[$0] } ?? [], now[place] ?? []))
    }
    let taken = Set(
      partners.flatMap { partner in
        candidate.findings.filter { $0.requirement == partner.now.id }.map {
          Place(requirement: partner.before.id, grouping: $0.grouping, stratifier: $0.stratifier)
        }
      })
    for place in Self.places(baseline) where !taken.contains(place) {
      let requirement = baseline.requirements.first { $0.id == place.requirement }
      add(place, before: requirement, now: nil, findings: (before[place] ?? [], []))
    }
  }

  private static func place(_ finding: Finding) -> Place {
    Place(requirement: finding.requirement, grouping: finding.grouping, stratifier: finding.stratifier)
  }

  /// Where findings belong, each place once.
  private static func places(_ audit: AuditNumbers) -> [Place] {
    var seen: Set<Place> = []
    return audit.findings.map(place).filter { seen.insert($0).inserted }
  }

  /// The requirements of both that ask the same, by name first; those of one name that do not stay together as well.
  private func partners() -> [(before: Requirement, now: Requirement)] {
    var free = baseline.requirements
    var partners: [(before: Requirement, now: Requirement)] = []
    func take(_ now: Requirement, _ isPartner: (Requirement) -> Bool) {
      guard !partners.contains(where: { $0.now.id == now.id }), let index = free.firstIndex(where: isPartner) else {
        return
      }
      partners.append((free.remove(at: index), now))
    }
    for now in candidate.requirements { take(now) { $0.id == now.id && Comparability.obstacle($0, now) == nil } }
    let names = Set(candidate.requirements.map(\.id))
    for now in candidate.requirements {
      take(now) { !names.contains($0.id) && Comparability.obstacle($0, now) == nil }
    }
    for now in candidate.requirements { take(now) { $0.id == now.id } }
    return partners
  }

  private mutating func add(
    _ place: Place, before: Requirement?, now: Requirement?, findings: (before: [Finding], now: [Finding])
  ) {
    var family = Family(before: before, now: now, grouping: place.grouping, stratifier: place.stratifier)
    if let before, let now {
      family.obstacle =
        Comparability.obstacle(before, now) ?? comparability.obstacle(metric: now.metric, grouping: place.grouping)
    }
    func key(_ finding: Finding) -> Key { Key(group: finding.group, isSmall: finding.smallGroups != nil) }
    var others = Dictionary(findings.before.map { (key($0), $0) }) { first, _ in first }
    for finding in findings.now { family.checks.append((others.removeValue(forKey: key(finding)), finding)) }
    // Groups that were divided otherwise are not gone, as long as others say that they are not comparable.
    if family.obstacle == nil || !findings.now.contains(where: \.isMeasured) {
      family.checks += findings.before.filter { others[key($0)] != nil }.map { ($0, nil) }
    }
    families.append(family)
  }
}
