extension Sentences {
  /// Which comparison set the ends of a range, where it is not the one with the group that is shown.
  func setters(_ finding: Finding, _ facts: FindingFacts) -> [String] {
    guard let setBy = finding.setBy, let interval = finding.interval, requirement.decide == .interval else { return [] }
    let shown = requirement.extreme == nil ? finding.reference?.group : finding.group
    func other(_ end: Double?, _ group: [Label]?) -> [Label]? { end == nil || group == shown ? nil : group }
    func sentence(_ end: String, _ group: [Label]) -> String {
      let basis = facts.basis(of: group)
      let size = basis.map { " (\(PlainNumber.count($0.size)) \(words.units))" } ?? ""
      let what = requirement.extreme == nil ? "the comparison with " : ""
      return "\(end) set by \(what)\(Vocabulary.name(group))\(size)."
    }
    let (lower, upper) = (other(interval.lower, setBy.lower), other(interval.upper, setBy.upper))
    if let lower, lower == upper { return [sentence("Both ends of the interval are", lower)] }
    return [
      lower.map { sentence("The low end of the interval is", $0) },
      upper.map { sentence("The high end of the interval is", $0) },
    ].compactMap(\.self)
  }
}
