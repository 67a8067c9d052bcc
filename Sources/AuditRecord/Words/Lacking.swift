extension Record {
  /// People who are audited but lack what some numbers are made of, by reason.
  ///
  /// - Returns: How many lack it; at least so many where the groups of some people are not known.
  package var withoutNumbers: [(reason: LeftOutReason, people: Int, isLeast: Bool)] {
    let reasons: [LeftOutReason] = [.missingScore, .missingAmount, .missingPrediction]
    let single = groupings.filter { $0.side == .decisions && $0.grouping.count == 1 }
    let found = reasons.compactMap { reason -> (reason: LeftOutReason, people: Int, isLeast: Bool)? in
      let counts = single.map { grouping in
        // Every metric of one reason lacks the same people.
        let rows = leftOut.filter { $0.grouping == grouping.grouping && $0.stratifier == nil && $0.reason == reason }
        let groups = Dictionary(rows.map { ($0.group, $0.completions.total) }, uniquingKeysWith: max)
        return (people: Int(bounded: groups.values.reduce(0, +)), isWhole: grouping.unknown == 0)
      }
      guard let most = counts.max(by: { $0.people < $1.people }), most.people > 0 else { return nil }
      return (reason, most.people, !counts.contains { $0.isWhole && $0.people == most.people })
    }
    // Who lacks an amount lacks what a residual is made of, and is said once.
    let amounts = found.first { $0.reason == .missingAmount }
    return found.filter { $0.reason != .missingPrediction || $0.people != amounts?.people }
  }
}
