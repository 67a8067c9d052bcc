import AuditRecord
import AuditStatistics

/// Which changes stand when all checks of a table are looked at: Holm's procedure over the table.
///
/// Where the data chose the reference group, a change is first adjusted for all pairs of the grouping, as Tukey does for
/// differences; such a family then counts once.
enum ChangeAdjustment {
  /// All checks with their words, and how many were judged in neither audit.
  static func checks(_ families: [ChangeFamily]) -> (checks: [CheckChange], judgedInNeither: Int) {
    var checks: [CheckChange] = []
    var asked: [(check: Int, p: Double, family: Int, confidence: Double)] = []
    for (number, family) in families.enumerated() {
      for check in family.checks {
        if let deviate = check.deviate {
          let p =
            family.choices.map { TukeyAdjustment.p(statistic: deviate, groups: $0) }
            ?? min(1, 2 * Normal.upperTail(deviate))
          // Below the families' numbers stand those of checks that are adjusted for nothing yet.
          asked.append((checks.count, p, family.choices == nil ? -1 - checks.count : number, family.confidence))
        }
        checks.append(check.change)
        if check.isNoWorse { checks[checks.count - 1].change = .noWorse }
      }
    }
    let adjusted = Holm.adjust(asked.map(\.p), families: asked.map(\.family))
    for (question, p) in zip(asked, adjusted) {
      checks[question.check].difference?.adjustedP = p
      guard p <= 1 - question.confidence, let value = checks[question.check].difference?.value else { continue }
      // Where a margin was asked for, a change for the worse was set against it.
      let isWorse = checks[question.check].worse == .lower ? value < 0 : value > 0
      checks[question.check].change = isWorse ? .worse : .better
    }
    return (checks, families.reduce(0) { $0 + $1.judgedInNeither })
  }
}
