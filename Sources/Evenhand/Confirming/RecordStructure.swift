import AuditInputs
import AuditPolicy
import AuditRecord
import AuditStatistics

/// Whether a record fits itself, whatever rules judged it.
struct RecordStructure {
  /// Each place at which it does not.
  private(set) var failures: [String] = []
  private let record: Record
  /// Whether every requirement is one that numbers can be judged by, of numbers that lie within their own ends; nothing can be
  /// said about another.
  var isJudgeable: Bool {
    record.requirements.allSatisfy { $0.isInRange && $0.hasThreshold } && record.metrics.allSatisfy(\.hasEnds)
  }

  private struct Place: Hashable {
    var metric: String
    var grouping: [String]
    var stratifier: String?
    var within: String?
    var group: [Label]
  }

  /// Checks a record.
  init(_ record: Record) {
    self.record = record
    for requirement in record.requirements where !requirement.isInRange || !requirement.hasThreshold {
      failures.append(
        "requirement \(Quoted.text(requirement.id)) has no threshold, confidence or minimum count that a plan can state"
      )
    }
    for card in record.metrics where !card.hasEnds {
      failures.append("the least number of the metric \(Quoted.text(card.id)) lies above its most")
    }
    guard isJudgeable else { return }
    for requirement in record.requirements where !fitsClasses(requirement) {
      failures.append(
        "requirement \(Quoted.text(requirement.id)) is not searched among as many classes as the plan has it of")
    }
    for requirement in record.requirements where requirement.referenceMinimum.map({ !$0.isInRange }) ?? false {
      failures.append(
        "requirement \(Quoted.text(requirement.id)) asks of reference groups what no plan can state")
    }
    for requirement in record.requirements where !hasRule(requirement) {
      failures.append(
        "requirement \(Quoted.text(requirement.id)) says nothing that a plan can state of those who were left out")
    }
    estimates()
    failures += ScoreStructure(record).failures
    regulations()
    smallGroups()
    for summary in record.summaries where !summary.fits(record) {
      failures.append("a stored number of \(Quoted.text(summary.metric)) is not that of the differences beside it")
    }
    failures += record.controls.map { $0.misfits(record) } ?? []
    failures += LawfulUseStructure(record).failures
    content()
    disparities()
    everybody()
    joint()
    findings()
  }

  /// Whether a failure is searched for among the classes of the demand that a requirement is one of.
  private func fitsClasses(_ requirement: Requirement) -> Bool {
    func label(_ requirement: Requirement) -> Label? { record.card(requirement.metric)?.view?.class }
    guard let demand = requirement.demand, label(requirement) != nil else { return requirement.searched == nil }
    let classes = Set(record.requirements.filter { $0.demand == demand }.compactMap(label)).count
    return (requirement.searched ?? 1) == max(1, classes)
  }

  /// Whether a requirement has a rule for those who were left out; only these rules ask for one.
  private func hasRule(_ requirement: Requirement) -> Bool {
    guard let rule = requirement.leftOut else { return !record.rules.askWhoWasLeftOut }
    return (0...1).contains(rule.atMost) && (rule.beyond != .ignore || rule.justification != nil)
  }

  /// The digest of the canonical counts is one, and that of an input which a database counted.
  private mutating func content() {
    let counted = record.inputs.filter { $0.of == .counts && $0.query != nil }.compactMap(\.sha256)
    guard let content = record.content?.sha256 else { return }
    let isDigest = content.utf8.count == 64 && content.utf8.allSatisfy { "0123456789abcdef".utf8.contains($0) }
    if !isDigest || record.labels == nil || counted.contains(where: { $0 != content }) {
      failures.append("the digest of the content is none that decisions can have")
    }
  }

  private mutating func estimates() {
    let targets = Dictionary(
      record.profiles.flatMap { profile in
        zip(profile.groups, profile.target).map { (Place(metric: "", grouping: profile.grouping, group: $0), $1) }
      }
    ) { first, _ in first }
    let maps = Dictionary(record.metrics.map { ($0.id, $0.map) }) { first, _ in first }
    for estimate in record.estimates {
      if let numerator = estimate.numerator, let denominator = estimate.denominator,
        estimate.undefined?.isOfTheData != true, estimate.sampling == nil,
        !Closeness.areSame(
          estimate.value,
          maps[estimate.metric].flatMap(\.self).map { $0.value(successes: numerator, trials: denominator) }
            ?? (denominator > 0 ? numerator / denominator : nil))
      {
        failures.append(
          "a stored estimate of \(Quoted.text(estimate.metric)) is not its numerator over its denominator")
      }
      if let sampling = estimate.sampling, !isSampled(sampling, estimate) {
        failures.append("a stored estimate of \(Quoted.text(estimate.metric)) is none that a sample can have")
      }
      if let others = estimate.others, !isOthers(others, of: estimate) {
        failures.append("a stored estimate of \(Quoted.text(estimate.metric)) counts others than there are")
      }
      if let sampled = estimate.sampled, !isSample(sampled, of: estimate) {
        failures.append("a stored estimate of \(Quoted.text(estimate.metric)) is no sample of what its lists can have")
      }
      if let target = estimate.target,
        let own = targets[Place(metric: "", grouping: estimate.grouping, group: estimate.group)],
        !Closeness.areSame(min(1, max(0, target)), own)
      {
        failures.append("a stored estimate of \(Quoted.text(estimate.metric)) has another target than its group")
      }
    }
  }

  /// A rule with the digest of a file that this version has says what the file says.
  private mutating func regulations() {
    let known = Dictionary(Profile.all.map { ($0.regulation.sha256, $0.regulation) }) { first, _ in first }
    for stored in record.regulations where known[stored.sha256].map({ $0 != stored }) ?? false {
      failures.append("the rule \(Quoted.text(stored.id)) is not that of the profile whose digest it states")
    }
  }

  /// Whether so many can be outside a group that shares people with others.
  private func isOthers(_ others: OthersCounted, of estimate: Estimate) -> Bool {
    guard let grouping = record.groupings.first(where: { $0.grouping == estimate.grouping }),
      grouping.sharesPeople == true, let known = grouping.known
    else { return false }
    return others.numerator >= 0 && others.numerator <= others.denominator
      && others.denominator + (estimate.denominator ?? 0) <= Double(known)
  }

  /// Whether a weighted rate lies between 0 and 1, and rests on as much as its variance says.
  private func isSampled(_ sampling: EstimateSampling, _ estimate: Estimate) -> Bool {
    let isOfLists = record.card(estimate.metric)?.side != .decisions
    let all =
      isOfLists
      ? record.lists.flatMap { $0.list == nil ? nil : $0.lists }
      : record.sampling.flatMap { $0.changesNothing ? nil : record.units.judged }
    guard let rows = estimate.denominator, let all else { return false }
    if let value = estimate.value, !(0...1).contains(value) { return false }
    guard rows >= 0, rows <= Double(all), let numerator = estimate.numerator,
      (0...rows).contains(numerator),
      sampling.people >= 0, Double(sampling.people) <= rows, sampling.units >= 0, Double(sampling.units) <= rows,
      sampling.others.map({ $0.rows >= 0 && $0.rows <= all }) ?? true
    else { return false }
    if let value = estimate.value, value > 0, value < 1, sampling.effective != nil, sampling.standardError == nil {
      return false
    }
    guard let effective = sampling.effective else { return sampling.designEffect == nil }
    guard effective <= max(rows, Double(sampling.units)), Closeness.areSame(sampling.designEffect, rows / effective)
    else {
      return false
    }
    guard let value = estimate.value, value > 0, value < 1, let error = sampling.standardError, error > 0 else {
      return true
    }
    let found = value * (1 - value) / (error * error)
    return Closeness.areSame(effective, min(found, rows))
      || Closeness.areSame(effective, min(found, rows / max(1, sampling.weighting)))
  }

  /// Whether limits of what one list can have are those of the metric, or of all attention of a list for the group's items.
  private func isSample(_ sampled: Sampled, of estimate: Estimate) -> Bool {
    guard let card = record.metrics.first(where: { $0.id == estimate.metric }),
      sampled.people == estimate.lists ?? estimate.scored?.people
    else {
      return false
    }
    // What somebody's list can be lies between no trace of their history and its mirror; that counts where nobody differs.
    if card.isSigned == true {
      return sampled.least == 0 && sampled.most == 1 && estimate.value.map { (0...1).contains($0) } ?? false
        && record.hasNoVariance(estimate)
    }
    var most = card.most
    if card.side == .providers, card.attention, most == nil, let lists = record.lists, lists.depth > 0 {
      // The weights of as many ranks as a list has: a record from elsewhere may say anything.
      guard let model = AttentionModel(name: lists.attention), lists.depth <= 1_000_000,
        let items = estimate.denominator
      else { return false }
      most = items > 0 ? model.weights(length: lists.depth).reduce(0, +) / items : nil
    }
    return Closeness.areSame(sampled.least, card.least) && Closeness.areSame(sampled.most, most)
  }

  /// Counts that stand for no estimate are whole, and of groups that the record names.
  private mutating func smallGroups() {
    let sizes = Dictionary(record.groupings.map { ($0.grouping, $0.inhabited.map(\.count)) }) { first, _ in first }
    for table in record.smallGroups {
      let sizes = sizes[table.grouping] ?? []
      let isWhole = (table.numerators + table.denominators).allSatisfy { $0 == $0.rounded() }
      guard isWhole, table.fits(groups: sizes.count),
        zip(table.groups, table.denominators).allSatisfy({ $1 <= Double(sizes[$0]) })
      else {
        failures.append("the counts of small groups of \(Quoted.text(table.metric)) are none of its groups")
        continue
      }
    }
  }

  /// A comparison with a group is the quotient or the difference of two estimates.
  private mutating func disparities() {
    let values = Dictionary(
      record.estimates.map {
        (
          Place(
            metric: $0.metric, grouping: $0.grouping, stratifier: $0.stratifier, within: $0.within, group: $0.group),
          $0.value
        )
      }
    ) { first, _ in first }
    for row in record.disparities where !row.isReference {
      guard let value = row.value, let other = row.reference.group else { continue }
      var place = Place(
        metric: row.metric, grouping: row.grouping, stratifier: row.stratifier, within: row.within, group: row.group)
      guard let own = values[place] else { continue }
      place.group = other
      guard let reference = values[place] else { continue }
      let isRight =
        if let own, let reference {
          Closeness.areSame(value, row.comparison == .ratio ? own / reference : own - reference)
        } else { false }
      if !isRight {
        failures.append("a stored disparity of \(Quoted.text(row.metric)) is not that of its two groups’ estimates")
      }
    }
  }

  /// Everybody is all groups of a column, and those whose group is not known.
  private mutating func everybody() {
    let all = record.estimates.filter { $0.grouping.isEmpty && $0.stratifier == nil && $0.sampling == nil }
    let smallGroupings = Set(record.smallGroups.map(\.grouping))
    let columns = Set(
      record.groupings.filter {
        $0.grouping.count == 1 && $0.sharesPeople != true && $0.side != .providers
          && !smallGroupings.contains($0.grouping)
      }.map(\.grouping))
    guard !all.isEmpty, !columns.isEmpty else { return }
    let cards = Dictionary(record.metrics.map { ($0.id, $0) }) { first, _ in first }
    var sums: [[String]: [String: (counted: Double, among: Double)]] = [:]
    for estimate in record.estimates where estimate.stratifier == nil && columns.contains(estimate.grouping) {
      var sum = sums[estimate.grouping]?[estimate.metric] ?? (0, 0)
      sum.counted += estimate.numerator ?? 0
      sum.among += estimate.denominator ?? 0
      sums[estimate.grouping, default: [:]][estimate.metric] = sum
    }
    let reasons: [LeftOutReason] = [.unknownGroup, .outsideBins]
    var unknown: [[String]: [String: Completions]] = [:]
    for left in record.leftOut where left.group == nil && left.stratifier == nil && reasons.contains(left.reason) {
      let sum = unknown[left.grouping]?[left.metric] ?? Completions()
      unknown[left.grouping, default: [:]][left.metric] = sum + left.completions
    }
    for grouping in columns.sorted(by: { $0[0] < $1[0] }) {
      for whole in all {
        guard let groups = sums[grouping]?[whole.metric], let counted = whole.numerator, let among = whole.denominator,
          let card = cards[whole.metric]
        else { continue }
        let others = unknown[grouping]?[whole.metric] ?? Completions()
        // Of some nobody knows whether they belong to it; what they add lies between its ends.
        let sure = (counted: groups.counted + others.counted, among: groups.among + others.counted + others.uncounted)
        let unsure = max(0, among - sure.among)
        let isAverage = card.measure == .average
        let ends =
          unsure > 0
          ? [isAverage ? card.least ?? -.infinity : 0, isAverage ? card.most ?? .infinity : 1].map { unsure * $0 }
          : [0, 0]
        func isWithin(_ number: Double, _ low: Double, _ high: Double) -> Bool {
          number >= low && number <= high || Closeness.areSame(number, low) || Closeness.areSame(number, high)
        }
        if !isWithin(among, sure.among, groups.among + others.total)
          || !isWithin(counted, sure.counted + ends[0], sure.counted + ends[1])
        {
          failures.append(
            "\(Quoted.text(whole.metric)) of everybody is not what the groups of \(Quoted.text(grouping[0])) come to")
        }
      }
    }
  }

  /// Whoever counts in a rate by both decisions counts in it by each.
  private mutating func joint() {
    guard let baseline = record.baseline else { return }
    if (baseline.column == nil) != (baseline.joint == nil) || baseline.column != nil && !baseline.audit.record.isEmpty {
      failures.append("its baseline is a column and an earlier audit at once")
    }
    func rates(_ estimates: [Estimate]) -> [[Label]: Estimate] {
      Dictionary(
        estimates.filter { $0.stratifier == nil && $0.sampling == nil }.map {
          (Self.key($0.metric, $0.grouping, $0.group), $0)
        }
      ) { first, _ in first }
    }
    let keys = (baseline.joint ?? []).map { Self.key($0.metric, $0.grouping, $0.group) }
    let known = Set(baseline.audit.estimates.map { Self.key($0.metric, $0.grouping, $0.group) })
    if Set(keys).count < keys.count || !keys.allSatisfy(known.contains) {
      failures.append("who counts by both decisions is said twice, or of a number that the baseline lacks")
    }
    let sides = baseline.joint == nil ? [] : [rates(baseline.audit.estimates), rates(record.estimates)]
    for count in baseline.joint ?? [] {
      let fits = sides.allSatisfy { side in
        guard let rate = side[Self.key(count.metric, count.grouping, count.group)], let counted = rate.numerator,
          let among = rate.denominator
        else { return true }
        return Double(count.both) <= counted && Double(count.among) <= among
      }
      if count.both < 0 || count.among < count.both || !fits {
        failures.append(
          "more people count by both decisions in \(Quoted.text(count.metric)) of \(Quoted.text(Words.group(count.group))) than by one of them"
        )
      }
    }
  }

  private static func key(_ metric: String, _ grouping: [String], _ group: [Label]) -> [Label] {
    [Label(metric)] + grouping.map { Label($0) } + group
  }

  private mutating func findings() {
    let requirements = Dictionary(record.requirements.map { ($0.id, $0) }) { first, _ in first }
    func groups(_ groupings: [GroupingDescription]) -> [[String]: Set<[Label]>] {
      Dictionary(groupings.map { ($0.grouping, Set($0.groups.map(\.group))) }) { first, _ in first }
    }
    let groupsNow = groups(record.groupings)
    // A change may be about a group that is gone.
    let groupsBefore = groups(record.baseline?.audit.groupings ?? [])
    let metrics = Set(record.metrics.map(\.id))
    for finding in record.findings {
      guard let requirement = requirements[finding.requirement] else {
        failures.append("\(finding.named) is of no requirement of the record")
        continue
      }
      if finding.metric != requirement.metric || finding.comparison != requirement.judged
        || finding.severity != requirement.severity || finding.undecided != requirement.undecided
        || finding.threshold.values != requirement.threshold.limits
        || finding.bound ?? requirement.threshold.bound != requirement.threshold.bound
        || !requirement.across.contains(finding.grouping)
      {
        failures.append("\(finding.named) is not what its requirement asks")
      }
      if finding.verdict != .couldNotRun, !metrics.contains(finding.metric) {
        failures.append("\(finding.named) is about a metric that the record does not hold")
      }
      let isChange = requirement.noWorseThanBaseline != nil
      if let group = finding.group, groupsNow[finding.grouping]?.contains(group) != true,
        !isChange || groupsBefore[finding.grouping]?.contains(group) != true
      {
        failures.append("\(finding.named) is about a group that the record does not hold")
      }
    }
    let found = Set(record.findings.map { [Label($0.requirement)] + $0.grouping.map { Label($0) } })
    for requirement in record.requirements {
      for grouping in requirement.across
      where !found.contains([Label(requirement.id)] + grouping.map { Label($0) }) {
        failures.append("requirement \(Quoted.text(requirement.id)) has no finding")
      }
    }
    if !zip(record.findings, record.detectable).allSatisfy({ $0.isJudged(with: $1) })
      || record.findings.count != record.detectable.count
    {
      failures.append("its detectable sizes are not about its findings")
    }
  }
}

extension Finding {
  /// The finding as an error names it.
  var named: String {
    let place = group.map { ", " + Quoted.text(Words.group($0)) } ?? ""
    return "the finding of requirement \(Quoted.text(requirement))\(place)"
  }

  /// True if both speak of the same requirement and group.
  func isJudged(with detectable: Detectable) -> Bool {
    requirement == detectable.requirement && grouping == detectable.grouping && group == detectable.group
      && comparison == detectable.comparison
  }
}

extension MetricCard {
  /// Whether the least number that it can be is not above the most.
  fileprivate var hasEnds: Bool { (least ?? -.infinity) <= (most ?? .infinity) }
}
