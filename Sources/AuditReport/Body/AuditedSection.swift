import AuditRecord

/// What was audited: the system, the data, the groups, and what the plan does not state.
enum AuditedSection {
  static let section = Section(id: "audited", title: "What was audited", blocks: blocks)

  private static let mostGroups = 12

  static func blocks(_ index: RecordIndex) -> [Block] {
    let record = index.record
    let audit = record.audit
    var entries = [
      entry(
        "System",
        [audit.system.name, audit.system.version.map { "version \($0)" }].compactMap(\.self)
          .joined(separator: ", ")),
      model(audit.system), entry("Use", audit.purpose.map { $0.isEmpty ? "(empty)" : $0 } ?? ""),
      entry("Organisation", audit.organisation ?? ""), entry("Type of audit", audit.type.words),
      entry("Auditor, as declared", audit.auditor?.words ?? ""), entry("Contact", audit.contact ?? ""),
      entry("Audit before, results", audit.previous ?? ""), entry("In use since", audit.distributed ?? ""),
      entry("Kind of data", audit.data.words(record)), entry("Period", audit.window.words ?? ""),
    ]
    entries += record.labels.map(DataSection.labels) ?? []
    entries.append(entry("Data", data(record)))
    entries.append(entry("Sample", record.sampling.map(SamplingWords.sample) ?? ""))
    entries += record.groupings.filter { $0.grouping.count == 1 }.map { groups($0, index) }
    entries.append(entry("Not stated in the plan", notStated(record)))
    entries.append(
      entry(
        "Rules and standards",
        record.regulations.map { RegulationsSection.summary($0, record) + "." }.joined(separator: " ")))
    return [.definitions(entries.filter { !$0.meaning.plain.isEmpty } + digests(index))]
  }

  private static func entry(_ term: String, _ meaning: String) -> Definition {
    Definition([.text(term)], meaning.isEmpty ? [] : [.text(meaning)])
  }

  private static func model(_ system: SystemDescription) -> Definition {
    guard let sha256 = system.sha256 else {
      return entry(
        "Model file", "not identified in the plan, so the result is not tied to one model file")
    }
    return Definition(["Model file, SHA-256"], [.text(system.artifact.map { "\($0): " } ?? ""), .code(sha256)])
  }

  /// The files, and where their rows went.
  private static func data(_ record: Record) -> String {
    let names = record.inputs.map(\.name)
    let files =
      names.count > 4 ? Phrases.list(Array(names.prefix(3)) + ["\(names.count - 3) more files"]) : Phrases.list(names)
    let flow = record.rows.without(lists: record)
    let units = record.units.without(lists: record)
    let excluded = units.received.minus(units.judged)
    guard record.labels != nil else {
      guard let lists = record.lists else { return files }
      let people = lists.recipients.map { "\(PlainNumber.count($0)) people who should get one" }
      return
        "\(files): \(Phrases.counted(lists.lists, "list")) drawn from \(Phrases.counted(lists.items, "item")); \(people ?? "\(PlainNumber.count(lists.people)) people with one")"
    }
    let stand = units.received == flow.received ? "" : " that stand for \(PlainNumber.count(units.received)) people"
    let lack = record.withoutNumbers.map { entry in
      "; \(entry.isLeast ? "at least " : "")\(PlainNumber.count(entry.people)) of them \(entry.reason.words)"
    }
    return
      "\(files.isEmpty ? "" : files + ": ")\(Phrases.counted(flow.received, "row"))\(stand); \(PlainNumber.count(units.judged)) audited, \(excluded == 0 ? "none" : PlainNumber.count(excluded)) left out\(lack.joined())"
  }

  /// "Female 1,395 (19.3 %); Male 5,819 (80.7 %); not known 0".
  private static func groups(_ grouping: GroupingDescription, _ index: RecordIndex) -> Definition {
    // An item may have several labels.
    let items = grouping.side == .providers ? index.record.lists?.items : nil
    let known = items.map { grouping.knownUnits > $0 ? $0 : grouping.knownUnits } ?? grouping.knownUnits
    let largest = grouping.groups.sorted { $0.count > $1.count }
    var parts = largest.prefix(mostGroups).map { group in
      let share = known > 0 ? " (\(Numbers.percent(Double(group.count) / Double(known))))" : ""
      return "\(Words.group(group.group)) \(PlainNumber.count(group.count))\(share)"
    }
    if largest.count > mostGroups { parts.append(Phrases.counted(largest.count - mostGroups, "more group")) }
    if grouping.outside > 0 { parts.append("outside the bins \(PlainNumber.count(grouping.outside))") }
    parts.append("not known \(PlainNumber.count(grouping.unknown.minus(grouping.outside)))")
    if known < grouping.knownUnits {
      parts.append("of \(Phrases.counted(known, "item")), which may have several labels")
    }
    if grouping.sharesPeople == true { parts.append("people with several labels count in each") }
    if let obtained = grouping.obtained { parts.append("group \(obtained.words)") }
    let isOfDecisions = grouping.side == .decisions && index.record.sampling?.isClustered == true
    let what = grouping.side == .providers ? " (items)" : isOfDecisions ? " (decisions)" : ""
    return entry(Words.grouping(grouping.grouping) + what, parts.joined(separator: "; "))
  }

  /// What readers would expect and the plan leaves open, by what it is about.
  private static func notStated(_ record: Record) -> String {
    let audit = record.audit
    func few(_ what: String, _ names: [String]) -> String? {
      let listed = Array(names.prefix(3)) + (names.count > 3 ? ["\(names.count - 3) more"] : [])
      return names.isEmpty ? nil : "\(what) \(Phrases.list(listed))"
    }
    func demands(_ what: String, without key: KeyPath<Requirement, String?>) -> String? {
      few(what, record.requirements.filter { $0[keyPath: key] == nil }.map { $0.demand ?? $0.id }.unique)
    }
    let columns = record.groupings.filter { $0.grouping.count == 1 && $0.obtained == nil && $0.side != .providers }
    let system = audit.system
    let parts: [(about: String, missing: [String?])] = [
      (
        "System",
        [
          system.name == nil ? "name" : nil, system.version == nil ? "version" : nil,
          audit.purpose == nil ? "use" : nil, audit.distributed == nil ? "in use since" : nil,
        ]
      ),
      (
        "Audit",
        [
          audit.window.words == nil ? "period" : nil, audit.organisation == nil ? "organisation" : nil,
          audit.auditor == nil ? "auditor" : nil, audit.contact == nil ? "contact" : nil,
          audit.previous == nil ? "the audit before" : nil,
        ]
      ),
      ("Groups", [few("how they were obtained, for", columns.map { Words.grouping($0.grouping) })]),
      (
        "Requirements",
        [
          demands("source of the threshold of", without: \.origin), demands("owner of", without: \.owner),
          demands("date of agreement to", without: \.approved),
        ]
      ),
      (
        "Sign-off",
        [
          record.signOff.required.isEmpty ? "who must sign" : nil,
          record.signOff.validForDays == nil ? "how long an approval holds" : nil,
        ]
      ),
    ]
    return parts.map { ($0.about, $0.missing.compactMap(\.self)) }.filter { !$0.1.isEmpty }
      .map { "\($0): \($1.joined(separator: ", "))." }.joined(separator: " ")
  }

  private static func digests(_ index: RecordIndex) -> [Definition] {
    let record = index.record
    var entries: [Definition] = []
    if let digest = index.digest {
      entries.append(Definition(["Results fingerprint"], [.code(digest.fingerprint)]))
      entries.append(Definition(["Results, SHA-256"], [.code(digest.hex)]))
    } else {
      entries.append(entry("Results fingerprint", "none: the record holds a number that is not finite"))
    }
    entries.append(
      Definition(["Plan, SHA-256"], [record.plan.sha256.map { .code($0) } ?? "none: the audit was set up in code"]))
    return entries + [
      entry("Made with", "\(record.tool.name) \(record.tool.version), judged under \(record.rules.rawValue)")
    ]
  }
}
