import AuditRecord
import AuditStatistics

/// Who was left out of a finding.
extension FindingBuilder {
  /// What completes the tables of a family; nil where the requirement does not ask, or none can be completed.
  func ends(
    _ family: GroupFamily, _ comparison: PairComparison?, _ reference: FamilyVerdict.Reference, _ members: [Int],
    references: [Int], _ critical: CriticalValues
  ) -> LeftOutEnds? {
    guard requirement.leftOut != nil, let leftOut else { return nil }
    return LeftOutEnds(
      family: family, table: leftOut, requirement: requirement, claim: claim, comparison: comparison,
      reference: reference, members: members, references: references, critical: critical, rules: rules)
  }

  /// The groups of which any could be the one that others are compared with, had those been counted who were left out.
  struct Rivals {
    let members: Set<Int>
    /// Who was left out of all of them.
    let bounds: FindingBounds
    /// The one that lacks the largest share, and the one that lacks most people.
    let telling: Set<Int>
  }

  /// What is left out of the groups that may be the reference group; nil where the data do not choose it, or the rules look at the
  /// one that was chosen alone.
  func rivals(_ family: GroupFamily, _ references: [Int]) -> Rivals? {
    guard requirement.reference.isChosenByData, rules.boundEveryComparison, !references.isEmpty else { return nil }
    let own = references.compactMap { index in bounds(family, index, nil, counted: .met).map { (index, $0) } }
    guard own.count == references.count, let all = bounds(family, of: references) else { return nil }
    let telling = [own.max { $0.1.share < $1.1.share }, own.max { $0.1.leftOut < $1.1.leftOut }].compactMap { $0?.0 }
    return Rivals(members: Set(references), bounds: all, telling: Set(telling))
  }

  private func bounds(_ family: GroupFamily, of members: [Int]) -> FindingBounds? {
    leftOut.map { leftOut in
      FindingBounds(
        leftOut, groups: members.map { family.groups[$0] },
        trials: members.reduce(0) { $0 + family.numbers.numbers[$1].counted(byWeight: leftOut.isWeighted) },
        counted: .met)
    }
  }

  /// Who was left out of a group and of what it is compared with.
  ///
  /// - Parameter rivals: The groups that may be its reference group. All who were left out of them count; the share is the largest of
  ///   the comparisons with its reference group, with those that lack most, and of all groups together.
  func bounds(
    _ family: GroupFamily, _ index: Int, _ choice: ReferenceChoice?, counted: VerdictWord, rivals: Rivals? = nil
  ) -> FindingBounds? {
    guard requirement.leftOut != nil, let leftOut else { return nil }
    if case .group(let other) = choice, let rivals {
      guard
        var all = rivals.members.contains(index) ? rivals.bounds : bounds(family, of: rivals.members.sorted() + [index])
      else { return nil }
      let pairs = rivals.telling.union([other]).subtracting([index]).compactMap {
        bounds(family, index, .group($0), counted: counted)
      }
      all.counted = counted
      all.share = max(all.share, pairs.map(\.share).max() ?? 0)
      return all
    }
    if let others = family.numbers.numbers[index].others, choice == .complement {
      return FindingBounds(
        leftOut, groups: [family.groups[index]],
        trials: family.numbers.numbers[index].counted(byWeight: false) + others.denominator, counted: counted,
        withOthers: true)
    }
    let members: [Int] =
      switch choice {
      case .group(let other): [index, other]
      case .overall, .complement: Array(family.groups.indices)
      case .target, .some(.none), nil: [index]
      }
    // Groups of which nobody was counted are part of everybody, and of everybody else.
    let isEverybody = choice == .overall || choice == .complement
    let absent = isEverybody && rules.boundEveryComparison ? leftOut.groups : []
    return FindingBounds(
      leftOut, groups: members.map { family.groups[$0] } + absent,
      trials: members.reduce(0) { $0 + family.numbers.numbers[$1].counted(byWeight: leftOut.isWeighted) },
      counted: counted)
  }
}
