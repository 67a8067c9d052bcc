/// Findings in words: the same templates for every metric, filled from its card and from what a record stores.
///
/// A sentence is a function of its arguments alone, so that judge and report say the same.
package struct Sentences {
  let requirement: Requirement
  private let card: MetricCard
  let words: Vocabulary
  let amounts: Amounts

  init(_ requirement: Requirement, _ card: MetricCard) {
    self.requirement = requirement
    self.card = card
    words = Vocabulary(card)
    amounts = Amounts(requirement, isShare: words.isShare)
  }

  /// The sentence of a finding.
  ///
  /// - Parameters:
  ///   - finding: What was found; its stored sentence is not read.
  ///   - card: The metric; nil where the record lacks it.
  ///   - facts: What ``RecordNumbers/facts(of:requirement:)`` finds.
  package static func sentence(
    of finding: Finding, requirement: Requirement, card: MetricCard?, facts: FindingFacts
  ) -> String {
    guard finding.verdict != .couldNotRun, let card else {
      return "This check could not run: \((facts.obstacle ?? .noMetric).words). Its result is unknown."
    }
    let sentences = Sentences(requirement, card)
    if let rule = requirement.noWorseThanBaseline, let change = finding.change, finding.verdict != .notApplicable {
      return sentences.changed(finding.group, finding, change, rule)
    }
    if let small = finding.smallGroups { return sentences.missing(small) }
    guard let group = finding.group else { return sentences.whole(finding, facts) }
    return switch finding.verdict {
    case .notEnoughData: sentences.missing(group, finding, facts)
    case .notApplicable: sentences.notCompared(group, facts)
    default: sentences.judged(group, finding, facts)
    }
  }

  /// Why a finding has no number, in a few words; nil where its reason says it.
  package static func brief(
    of finding: Finding, requirement: Requirement, card: MetricCard, facts: FindingFacts
  ) -> String? {
    // The plan leaves it out, however many people it has.
    if finding.verdict == .notApplicable { return nil }
    if let cause = cause(of: finding, card: card, facts: facts) { return cause }
    let units = Vocabulary(card).units
    let least = PlainNumber.count(requirement.minimumCount)
    func few(_ basis: Basis?, _ place: String) -> String? {
      guard let basis, basis.shortfall(requirement.minimumCount) != nil, basis.size < requirement.minimumCount else {
        return nil
      }
      return "too few \(units)\(place) (\(PlainNumber.count(basis.size)); \(least) needed)"
    }
    guard finding.group != nil else { return nil }
    return few(facts.own?.basis, "") ?? few(facts.other?.basis, " in the reference group")
  }

  /// Why there is no number, where that is not a lack of people; nil elsewhere.
  package static func cause(of finding: Finding, card: MetricCard, facts: FindingFacts) -> String? {
    if finding.undefined == .emptyGroup { return "nobody in the data" }
    if let group = finding.group, let own = facts.own {
      return own.value == nil ? Vocabulary(card).lacking(group, own) : nil
    }
    let causes = facts.lacking.compactMap { Vocabulary($0.card).lacking($0.group, $0.number) }
    let shown = causes.prefix(3).joined(separator: "; ")
    return causes.isEmpty ? nil : shown + (causes.count > 3 ? "; and \(causes.count - 3) more" : "")
  }

  // MARK: a group

  /// Both numbers, the disparity with its range, the demand, and why the verdict follows.
  private func judged(_ group: [Label], _ finding: Finding, _ facts: FindingFacts) -> String {
    var parts = ["\(finding.verdict.words)."]
    if let extreme = requirement.extreme {
      parts.append(
        "Of the groups that are judged, \(Vocabulary.name(group)) has the \(extreme.words) \(words.number).")
    }
    if let own = facts.own?.value { parts.append(both(own, facts.other?.value, group, finding)) }
    parts.append(sampled(facts.own))
    if facts.own?.others != nil, finding.reference?.rule == .complement {
      parts.append("Groups share people: everybody who is not in it is counted on the other side, once.")
    }
    if let value = finding.value {
      parts.append(disparity(value, finding))
    } else if let undefined = finding.undefined {
      parts.append("There is no number to judge: \(undefined.words).")
    }
    parts.append(demand)
    if finding.value != nil { parts += [reason(finding)] + setters(finding, facts) + leftOut(finding) }
    return parts.filter { !$0.isEmpty }.joined(separator: " ")
  }

  private func both(_ own: Double, _ other: Double?, _ group: [Label], _ finding: Finding) -> String {
    let who = words.among(Vocabulary.name(group))
    guard words.isCounted else {
      let number = amounts.value
      var sentence = "The \(card.counted) is \(number(own)) for \(who)"
      if let other, let named = finding.reference {
        sentence +=
          named.rule == .target
          ? "; the target is \(number(other))"
          : ", against \(number(other)) for \(words.among(Vocabulary.name(of: named)))"
      }
      return sentence + "."
    }
    let shown = requirement.compare == .value ? amounts.share(own) : PlainNumber.percent(own)
    var sentence = finding.stratifier == nil ? "" : "Over everybody, "
    sentence += "\(shown) in every 100 \(who) \(card.counted)"
    if let other, let named = finding.reference {
      sentence += ", against \(PlainNumber.percent(other)) in every 100 \(words.among(Vocabulary.name(of: named)))"
    }
    return sentence + "."
  }

  /// How rows were counted, where they weigh differently or repeat people.
  private func sampled(_ own: GroupNumber?) -> String {
    guard let own, let sampling = own.sampling, case .counted(_, let rows, _) = own.basis, rows > 0 else { return "" }
    let isOfLists = card.side != .decisions
    let counted =
      sampling.isWeighted
      ? "Rows are weighted."
      : Double(sampling.people) >= rows
        ? ""
        : isOfLists
          ? "Each list counts, several of one person too." : "Each decision counts, several on one person too."
    guard let effective = sampling.effective else { return counted }
    let size =
      "The \(PlainNumber.count(Int(bounded: rows))) \(isOfLists ? "lists" : "rows") of the group tell as much as \(PlainNumber.count(Int(bounded: effective.rounded()))) independent people."
    return [counted, size].filter { !$0.isEmpty }.joined(separator: " ")
  }

  private func disparity(_ value: Double, _ finding: Finding) -> String {
    let that = finding.stratifier == nil ? "That is" : "Within strata, and pooled over them, the rate is"
    switch requirement.compare {
    case .ratio:
      return "\(that) \(amounts.share(value)) % of the \(words.base(finding.reference?.rule))\(likely(finding))."
    case .difference:
      if value == 0 { return "\(that) exactly as high\(likely(finding))." }
      return "\(that) \(amounts.size(value.magnitude)) \(value < 0 ? "lower" : "higher")\(likely(finding))."
    case .value:
      return range(finding).map { "The \(interval) is \($0)." } ?? ""
    }
  }

  /// Too few people or lists on either side, or nothing to compare with.
  private func missing(_ group: [Label]?, _ finding: Finding, _ facts: FindingFacts) -> String {
    let who = group.map { Vocabulary.name($0) } ?? "this number"
    if let cause = Sentences.cause(of: finding, card: card, facts: facts) {
      let said = finding.undefined == .emptyGroup ? "Nobody in \(who) is in the data" : cause.capitalisedFirst
      return "Not enough data to judge. \(said). This is not a pass."
    }
    let least = requirement.minimumCount
    let known = finding.stratifier.map { " whose \($0) is known" } ?? ""
    func few(_ basis: Basis?, _ who: String) -> String? {
      guard let basis, basis.shortfall(least) != nil else { return nil }
      if case .averaged(let lists, _, _, let people?) = basis, people < least, lists >= least {
        return
          "Too few people: the \(PlainNumber.count(lists)) lists for \(who) are those of \(PlainNumber.count(people)); the plan needs at least \(PlainNumber.count(least))."
      }
      if case .averaged(let lists, let contributing, _, _) = basis, lists >= least {
        return
          "Only \(PlainNumber.count(contributing)) of \(PlainNumber.count(lists)) lists contribute anything for \(who), and nothing bounds what one list can add; at least \(Basis.leastContributing) are needed."
      }
      if case .scored(let people, let smallest) = basis, smallest < people {
        return
          "Too few \(words.few(who)): at least \(PlainNumber.count(least)) are needed of each that are set against each other, and the fewest are \(PlainNumber.count(smallest))."
      }
      return
        "Too few \(words.few(who))\(known): \(PlainNumber.count(basis.size)); the plan needs at least \(PlainNumber.count(least))."
    }
    var cause = few(facts.own?.basis, who)
    if let undefined = finding.undefined,
      cause == nil || !words.isCounted && undefined != .tooFewLists && undefined != .tooFewPeople
    {
      cause = undefined == .tooFewLists ? nil : undefined.words.capitalisedFirst + "."
    }
    if cause == nil, let named = finding.reference { cause = few(facts.other?.basis, Vocabulary.name(of: named)) }
    return
      "Not enough data to judge. \(cause ?? "Fewer than two groups are large enough to compare.") This is not a pass."
  }

  /// The plan leaves the group out of comparisons.
  private func notCompared(_ group: [Label], _ facts: FindingFacts) -> String {
    guard let rule = facts.notCompared else { return "Not checked." }
    let share = PlainNumber.exact(rule.belowShare, shift: 2)
    let people = facts.own?.size.map { " (\(PlainNumber.count($0)) people)" } ?? ""
    let reason = rule.justification.hasSuffix(".") ? rule.justification : rule.justification + "."
    return
      "Not checked. \(Vocabulary.name(group).capitalisedFirst)\(people) is less than \(share) % of all whose group is known. The plan does not compare groups that small, nor anybody with them: \(reason)"
  }

  /// Many groups that are each too small.
  private func missing(_ small: SmallGroupCount) -> String {
    let who = words.few("each of \(PlainNumber.count(small.groups)) groups")
    let contributing = card.basis == .people ? "" : ", of which at least \(Basis.leastContributing) contribute"
    return
      "Not enough data to judge. Too few \(who), \(PlainNumber.count(small.people)) together; the plan needs at least \(PlainNumber.count(requirement.minimumCount)) in each\(contributing). This is not a pass."
  }

  // MARK: a whole grouping, or everything

  private func whole(_ finding: Finding, _ facts: FindingFacts) -> String {
    if card.isOneNumber { return population(finding, facts) }
    guard let value = finding.value else {
      let reason = finding.undefined ?? .undefinedPart
      if reason == .zeroReference { return "Cannot tell. There is no number to judge: \(reason.words). \(demand)" }
      if card.parts.isEmpty, requirement.reference != .worstPair {
        return "Not enough data to judge. Fewer than two groups were in the data. This is not a pass."
      }
      if let cause = Sentences.cause(of: finding, card: card, facts: facts) {
        return "Not enough data to judge. \(cause.capitalisedFirst). This is not a pass."
      }
      let least = PlainNumber.count(requirement.minimumCount)
      let size = reason == .fewerThanTwoGroups ? " (at least \(least) \(words.units) each)" : ""
      return "Not enough data to judge. \(reason.words.capitalisedFirst)\(size). This is not a pass."
    }
    let groups = facts.summary?.groups ?? []
    let pair = groups.isEmpty ? "two groups" : groups.map { Vocabulary.name($0) }.joined(separator: " and ")
    let apart = "\(amounts.size(value)) apart\(likely(finding))."
    let ratio = "\(amounts.share(value)) % of the "
    let lower = "the lower \(words.number) is \(ratio)higher one\(likely(finding))."
    let isRatio = requirement.compare == .ratio
    var sentence: String
    if card.parts.isEmpty {
      sentence = "In “\(words.title)”, \(pair) differ most: \(isRatio ? lower : apart)"
    } else if card.combination == .mean {
      sentence = "On average over \(card.parts.count) rates, the groups that differ most are "
      sentence += isRatio ? "at \(ratio)reference group’s rate\(likely(finding))." : apart
    } else {
      sentence = "The largest gap is between \(pair)"
      if let worst = facts.summary?.parts.first(where: { $0.groups == groups && $0.value == value }) {
        sentence += ", in the \(worst.metric.replacing("-", with: " "))"
      }
      sentence += ": \(isRatio ? lower : apart)"
    }
    return (["\(finding.verdict.words). \(sentence) \(demand) \(reason(finding))"] + leftOut(finding)).joined(
      separator: " ")
  }

  private func population(_ finding: Finding, _ facts: FindingFacts) -> String {
    guard let value = finding.value else {
      let reason = finding.undefined ?? .undefinedPart
      return "Not enough data to judge. \(reason.words.capitalisedFirst). This is not a pass."
    }
    if finding.verdict == .notEnoughData {
      if let people = facts.summary?.people {
        return missing(nil, finding, FindingFacts(own: GroupNumber(nil, basis: .made(of: people))))
      }
      let lists = facts.summary?.lists ?? 0
      return missing(
        nil, finding, FindingFacts(own: GroupNumber(nil, basis: .averaged(over: lists, contributing: lists))))
    }
    // What is counted of everything is said of rows, and not as a number of its own.
    let what = facts.summary?.counts == nil ? card.counted : MetricName.inSentence(card.name)
    var parts = ["\(finding.verdict.words). The \(what) is \(amounts.value(value))."]
    if let separation = facts.summary?.separation {
      parts = ["\(finding.verdict.words)."] + apart(separation, finding)
    } else if let range = range(finding) {
      parts.append("The \(interval) is \(range).")
    } else if let reason = facts.summary?.withoutInterval {
      parts.append("It has no range: \(reason.words).")
    }
    if let even = facts.summary?.even {
      parts.append(
        "A system that makes no difference between items would show \(amounts.value(even)) on average with as many lists."
      )
    }
    return (parts + [demand, reason(finding)] + leftOut(finding)).joined(separator: " ")
  }

  /// What differs most between lists of a group and those of others, and what differs most clearly.
  private func apart(_ separation: Separation, _ finding: Finding) -> [String] {
    let level = finding.within.map { "At the level \(Words.group([Label($0)])), l" } ?? "L"
    func said(_ difference: SeparationDifference) -> String {
      let who = "ists of people in \(Vocabulary.name(difference.group))"
      let size = amounts.share(difference.difference.magnitude)
      let word = difference.difference < 0 ? "less" : "more"
      guard let item = difference.item else {
        let kind = difference.kind.map { Words.group([$0]) } ?? "one kind"
        return
          "\(who) give \(size) points in every 100 of the attention \(word) to \(kind) than lists of others in the same context"
      }
      let kind = difference.kind.map { " (\(Words.group([$0])))" } ?? ""
      return
        "\(who) hold the item in row \(PlainNumber.count(item)) of the table of items\(kind) in \(size) of every 100 lists \(word) than lists of others in the same context"
    }
    guard let widest = separation.widest else { return [] }
    var parts = ["\(level)\(said(widest))\(likely(finding))."]
    let clearest = separation.clearest
    if (clearest.group, clearest.kind, clearest.item) != (widest.group, widest.kind, widest.item) {
      parts.append("Most clearly, l\(said(clearest)).")
    }
    if let all = separation.of {
      parts.append("\(PlainNumber.count(separation.people)) people were drawn from \(PlainNumber.count(all)).")
    }
    return parts
  }

  // MARK: parts of sentences

  /// The range in the unit of the number; nil where there is none.
  private func range(_ finding: Finding) -> String? {
    guard let interval = finding.interval else { return nil }
    let text: (Double) -> String
    switch requirement.compare {
    case .ratio: text = { "\(amounts.share($0)) %" }
    case .difference: text = amounts.difference
    case .value: text = amounts.value
    }
    return switch (interval.lower.map(text), interval.upper.map(text)) {
    case (let low?, let high?): "\(low) to \(high)"
    case (let low?, nil): "\(low) or more"
    case (nil, let high?): "\(high) or less"
    case (nil, nil): "no limit"
    }
  }

  /// "95 % confidence interval".
  private var interval: String {
    "\(PlainNumber.percent(requirement.confidence).replacing(".0", with: "")) % confidence interval"
  }

  private func likely(_ finding: Finding) -> String { range(finding).map { " (\(interval) \($0))" } ?? "" }

  /// The demand in words.
  private var demand: String {
    let unit: String
    switch requirement.compare {
    case .ratio: unit = " % of the \(words.base(requirement.reference.word))"
    case .difference: unit = words.isShare ? " percentage points" : ""
    case .value: unit = words.isShare ? " %" : ""
    }
    func number(_ limit: Double) -> String { PlainNumber.exact(limit, shift: unit.isEmpty ? 0 : 2) }
    let isGap = requirement.compare == .difference && requirement.atMost != nil && requirement.signed != true
    let subject = isGap ? "a gap of at most" : "at most"
    let lead = requirement.extreme.map { "The requirement for the \($0.words) group is" } ?? "The requirement is"
    switch requirement.threshold {
    case .atLeast(let limit): return "\(lead) at least \(number(limit))\(unit)."
    case .atMost(let limit): return "\(lead) \(subject) \(number(limit))\(unit)."
    case .between(let low, let high): return "\(lead) between \(number(low)) and \(number(high))\(unit)."
    }
  }

  func reason(_ finding: Finding) -> String {
    if requirement.decide == .point {
      let shown = finding.interval == nil ? "" : "; the range is shown for information"
      return "The plan decides on the best estimate alone\(shown)."
    }
    guard finding.interval != nil else {
      let cause = finding.undefined.map { ": \($0.words)" } ?? ""
      return "There is no range to set against the requirement\(cause)."
    }
    let isOneSided = requirement.compare != .difference || requirement.atMost == nil || requirement.signed == true
    switch (finding.bounds?.counted ?? finding.verdict, requirement.threshold) {
    case (.met, .atLeast): return "Even the low end of the interval meets the requirement."
    case (.notMet, .atLeast): return "Even the high end of the interval falls short of the requirement."
    case (.met, .atMost) where isOneSided: return "Even the high end of the interval meets the requirement."
    case (.notMet, .atMost) where isOneSided: return "Even the low end of the interval exceeds the requirement."
    case (.met, _): return "The whole range meets the requirement."
    case (.notMet, _): return "No part of the range meets the requirement."
    default: return "That range includes values that meet the requirement and values that do not."
    }
  }
}

extension String {
  /// The text with its first letter large.
  package var capitalisedFirst: String { prefix(1).uppercased() + dropFirst() }
}
