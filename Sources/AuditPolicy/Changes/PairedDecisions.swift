package import AuditRecord
import AuditStatistics

/// How far two decisions about the same people agree, for limits of how a number changed between them.
///
/// Numbers whose two decisions are not known together, as pooled ones and those of weighted rows, count as of different people,
/// which is cautious.
package struct PairedDecisions: Sendable {
  private let counts: [Place: [[Label]: JointCount]]

  /// Takes in who counts both times; nothing where the baseline is an earlier audit.
  package init?(_ baseline: Baseline) {
    guard let joint = baseline.joint else { return nil }
    counts = Dictionary(grouping: joint) { Place(metric: $0.metric, grouping: $0.grouping) }.mapValues { counts in
      Dictionary(counts.map { ($0.group, $0) }) { first, _ in first }
    }
  }

  /// The correlation of a group's number, against its reference group, with the same number of the baseline; 0 where both decisions
  /// are not known together.
  ///
  /// - Parameter reference: The group that it is compared with; nil where the rule compares with all, or with all others.
  package func correlation(
    _ requirement: Requirement, at place: Place, of group: [Label]?, against reference: [Label]?,
    before: Evidence, now: Evidence
  ) -> Double {
    guard place.stratifier == nil, let group, now.numbers.cards[place.metric]?.map == nil,
      let earlier = before.numbers.numbers(at: place), let later = now.numbers.numbers(at: place),
      let own = paired([group], place, earlier, later)
    else { return 0 }
    guard let comparison = requirement.compare.pair else { return PairedRates.correlation(of: own) }
    let others: [[Label]] =
      switch requirement.reference {
      case .complement: later.groups.filter { $0 != group }
      case .overall, .target, .nextLevel, .worstPair, .none: []
      case .highest, .lowest, .group: [reference].compactMap(\.self)
      }
    guard let other = paired(others, place, earlier, later) else { return 0 }
    return PairedRates.correlation(comparison, group: own, reference: other)
  }

  /// Both decisions about the people of some groups together; nil where a group lacks one of its counts.
  private func paired(
    _ groups: [[Label]], _ place: Place, _ before: GroupNumbers, _ now: GroupNumbers
  ) -> PairedRates? {
    guard !groups.isEmpty else { return nil }
    var (both, people) = (0.0, 0.0)
    var rates: [(successes: Double, trials: Double)] = [(0, 0), (0, 0)]
    for group in groups {
      guard let count = counts[place]?[group], count.both >= 0, count.among >= count.both else { return nil }
      both += Double(count.both)
      people += Double(count.among)
      for (side, numbers) in [before, now].enumerated() {
        guard let index = numbers.index(of: group), numbers.numbers[index].sampling == nil,
          case .counted(let successes, let trials, _) = numbers.numbers[index].basis
        else { return nil }
        rates[side].successes += successes
        rates[side].trials += trials
      }
    }
    guard rates.allSatisfy({ $0.successes >= both && $0.trials >= people }) else { return nil }
    return PairedRates(
      both: both, people: people, before: Proportion(successes: rates[0].successes, trials: rates[0].trials),
      now: Proportion(successes: rates[1].successes, trials: rates[1].trials)
    ).guarded
  }
}
