import AuditInputs
import AuditRecord

/// What one scanner has counted of grounds: whole numbers, so that parts add up to the same in any order.
struct GroundPart: Sendable, Hashable {
  /// Rows that were left out, by their first cause [``UseCause``].
  var causes = [Int64](repeating: 0, count: UseCause.allCases.count)
  /// The same by group [finest groups × causes]; empty where they are not counted by group.
  var byGroup: [Int64] = []
  /// Rows without a cause whose age is not known.
  var unknownAge: Int64 = 0
  /// Rows without a cause of which it is not known when they were collected.
  var unknownCollected: Int64 = 0
  /// Rows that rest on consent.
  var onConsent: Int64 = 0
  /// Those of them whose person is in the table of consents.
  var found: Int64 = 0
  /// The purposes and bases that occur.
  var purposes: Set<Label> = []
  var bases: Set<Label> = []

  /// Rows that were left out.
  var rows: Int64 { causes.reduce(0, +) }

  /// Adds what another scanner has counted, whose groups were brought together by ``DecisionPart``.
  mutating func merge(_ other: GroundPart) {
    for cause in causes.indices { causes[cause] += other.causes[cause] }
    unknownAge += other.unknownAge
    unknownCollected += other.unknownCollected
    onConsent += other.onConsent
    found += other.found
    purposes.formUnion(other.purposes)
    bases.formUnion(other.bases)
  }

  /// The reasons of a row flow.
  var excluded: [String: Int64] {
    Dictionary(uniqueKeysWithValues: UseCause.allCases.enumerated().map { ($1.rawValue, causes[$0]) })
  }

  /// Throws if no row rests on what the plan calls consent, although rows name what they rest on.
  func check(_ lawful: LawfulUse, file: String) throws(ReadError) {
    guard let wanted = lawful.rules.consentBasis, let column = lawful.columns.basis, !bases.isEmpty,
      bases.isDisjoint(with: wanted)
    else { return }
    let held = bases.sorted().prefix(10).map { Quoted.text($0.text) }.joined(separator: ", ")
    let names = wanted.map { Quoted.text($0.text) }.joined(separator: " or ")
    throw ReadError(
      .noSuchLabel, file: file,
      message: "no row of \(Quoted.text(column)) holds the consent basis \(names); it holds \(held)",
      hint: "name the labels under consent-basis: as the column has them", key: "lawful-use.consent-basis")
  }

  /// What is odd about purposes and consents.
  func warnings(_ lawful: LawfulUse, table: String, consents: ConsentTable?) -> [DataWarning] {
    var warnings: [DataWarning] = []
    func unseen(_ labels: [Label], _ seen: Set<Label>, _ table: String, _ column: String?) {
      let unseen = labels.filter { !seen.contains($0) }
      guard !unseen.isEmpty, !seen.isEmpty else { return }
      warnings.append(
        DataWarning(
          .unseenLabels, table: table, column: column, role: "purpose",
          labels: unseen.map { LabelCount($0, rows: 0, units: 0) }))
    }
    let covers = lawful.rules.covers ?? []
    unseen(covers.map(\.purpose), purposes, table, lawful.columns.purpose)
    var named: [Label] = []
    for label in covers.flatMap(\.by) where !named.contains(label) { named.append(label) }
    unseen(named, Set(consents?.purposes ?? []), TableReading.Part.consents.rawValue, lawful.consents?.purpose)
    if consents != nil, onConsent > 0, found == 0 {
      warnings.append(DataWarning(.unusedTable, table: TableReading.Part.consents.rawValue, share: 1))
    }
    return warnings
  }
}

/// Which rows were left out for want of a ground, once all are read.
package struct GroundTally: Sendable, Hashable {
  /// Rows that were looked at.
  package var rows: Int64
  /// Rows that were left out, by their first cause [``UseCause``].
  package var causes: [Int64]
  /// The same by group [finest groups × causes]; empty where they are not counted by group.
  package var byGroup: [Int64]
  /// Rows without a cause whose age is not known.
  package var unknownAge: Int64
  /// Rows without a cause of which it is not known when they were collected.
  package var unknownCollected: Int64
  /// What was read of the table of consents; nothing where there is none.
  package var consents: TableReading?
}
