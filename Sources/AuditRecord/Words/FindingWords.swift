/// The words of a record's findings.
///
/// They are made from a finding's facts, so that a better sentence serves older records too, and so that what a report says
/// always fits its numbers. A finding under rules, or about a kind of measure, that this version does not know has the words of
/// the version that wrote it.
package struct FindingWords: Sendable {
  private let numbers: RecordNumbers
  private let requirements: [String: Requirement]
  private let isKnown: Bool

  /// The words of this record's findings.
  package init(_ record: Record) {
    numbers = RecordNumbers(record)
    requirements = Dictionary(record.requirements.map { ($0.id, $0) }) { first, _ in first }
    isKnown = record.rules.isKnown
  }

  /// True if the stored sentence is all that can be said of a finding.
  package func isStored(_ finding: Finding) -> Bool {
    !isKnown || requirements[finding.requirement] == nil || numbers.cards[finding.metric]?.measure.isKnown == false
  }

  /// The numbers that a finding's words speak of; nil where its stored sentence is all that can be said.
  package func facts(of finding: Finding) -> FindingFacts? {
    guard !isStored(finding), let requirement = requirements[finding.requirement] else { return nil }
    return numbers.facts(of: finding, requirement: requirement)
  }

  /// Why a finding has no number, in a few words; nil where its reason says it.
  package func brief(of finding: Finding) -> String? {
    guard !isStored(finding), let requirement = requirements[finding.requirement],
      let card = numbers.cards[finding.metric]
    else { return nil }
    return Sentences.brief(
      of: finding, requirement: requirement, card: card,
      facts: numbers.facts(of: finding, requirement: requirement))
  }

  /// What leaving people out means for a finding, a sentence each.
  package func leftOut(of finding: Finding) -> [String] {
    guard !isStored(finding), let requirement = requirements[finding.requirement],
      let card = numbers.cards[finding.metric]
    else { return [] }
    return Sentences(requirement, card).leftOut(finding)
  }

  /// Which groups set the ends of a finding's range, where that is not the group shown, a sentence each.
  package func setters(of finding: Finding) -> [String] {
    guard !isStored(finding), let requirement = requirements[finding.requirement],
      let card = numbers.cards[finding.metric]
    else { return [] }
    return Sentences(requirement, card).setters(finding, numbers.facts(of: finding, requirement: requirement))
  }

  /// The finding in words.
  package func sentence(of finding: Finding) -> String {
    guard !isStored(finding), let requirement = requirements[finding.requirement] else { return finding.sentence }
    return Sentences.sentence(
      of: finding, requirement: requirement, card: numbers.cards[finding.metric],
      facts: numbers.facts(of: finding, requirement: requirement))
  }
}
