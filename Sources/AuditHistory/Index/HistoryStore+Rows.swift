import AuditLedger
import AuditRecord

/// Audits as rows, and back.
extension HistoryStore {
  func insert(_ audit: IndexedAudit) throws(HistoryError) {
    guard let policy = try? Canonical.text(audit.policy) else {
      throw HistoryError(.notIndexed, "\(audit.place): not indexed: its sign-off policy cannot be written")
    }
    try database.run(
      "INSERT INTO audit VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      each: [
        [
          .text(audit.series), .text(audit.record), .text(audit.rules.rawValue), .text(audit.title),
          .init(audit.system.name), .init(audit.system.version), .init(audit.system.artifact),
          .init(audit.system.sha256), .text(audit.type.rawValue), .text(audit.data.rawValue),
          .init(audit.window.from), .init(audit.window.to), .integer(audit.people), .init(audit.verdict?.rawValue),
          .init(audit.plan), .init(audit.ranAt?.description), .init(audit.runner), .init(audit.namesInputs),
          .text(policy), .text(audit.policyDigest), .text(audit.sums), .text(audit.place),
        ]
      ])
    let id =
      try database.rows("SELECT id FROM audit WHERE record = ?", [.text(audit.record)], { $0.integer(0) }).first ?? 0
    let definitions = Dictionary(audit.findings.map { ($0.definition.digest, $0.definition.text) }) { first, _ in first
    }
    try database.run(
      "INSERT OR IGNORE INTO definition VALUES (?, ?)",
      each: definitions.sorted { $0.key < $1.key }.map { [.text($0.key), .text($0.value)] })
    try database.run(
      "INSERT INTO finding VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      each: audit.findings.enumerated().map { number, entry in
        let (finding, limits) = (entry.finding, entry.finding.threshold.values)
        return [
          .integer(id), .integer(number), .text(entry.key.hex), .text(finding.requirement), .text(finding.metric),
          .text(entry.metricName), .text(entry.unit.rawValue), .text(Self.list(finding.grouping)),
          .init(finding.group.map { Self.list($0.map(\.text)) }),
          .init(finding.smallGroups.map { "\($0.groups) \($0.people)" }), .init(finding.stratifier),
          .init(finding.within), .text(finding.comparison.rawValue), .text(finding.verdict.rawValue),
          .init(finding.value), .init(finding.interval?.lower), .init(finding.interval?.upper),
          .init(finding.interval?.level), .init(finding.interval?.method.rawValue), .init(finding.bound?.rawValue),
          .init(limits.first), .init(limits.count > 1 ? limits[1] : nil), .text(finding.severity.rawValue),
          .text(entry.definition.digest), .init(entry.reference), .init(entry.falseAlarm),
        ]
      })
    try database.run(
      "INSERT INTO count VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
      each: audit.counts.enumerated().map { number, count in
        [
          .integer(id), .integer(number), .text(count.metric), .text(Self.list(count.grouping)),
          .text(Self.list(count.group.map(\.text))), .real(count.numerator), .real(count.denominator),
          .init(count.lower), .init(count.upper),
        ]
      })
    try database.run(
      "INSERT INTO sign_off VALUES (?, ?, ?, ?)",
      each: audit.signOffs.enumerated().map { number, entry in
        [.integer(id), .integer(number), .blob(entry.bytes), .blob(entry.signature)]
      })
    try database.run(
      "INSERT INTO key_list VALUES (?, ?, ?)",
      each: audit.keys.enumerated().map { number, list in [.integer(id), .integer(number), .blob(list)] })
  }

  func signOffs(of id: Int) throws(HistoryError) -> [LedgerEntry] {
    try database.rows(
      "SELECT event, signature FROM sign_off WHERE audit = ? ORDER BY number", [.integer(id)],
      { LedgerEntry(bytes: $0.blob(0), signature: $0.blob(1)) })
  }

  /// Reads the audits of a series, or all.
  func read(_ series: String?) throws(HistoryError) -> [IndexedAudit] {
    let (chosen, values): (String, [Database.Value]) = series.map { ("WHERE series = ?", [.text($0)]) } ?? ("", [])
    var audits: [Int: IndexedAudit] = [:]
    var policies: [String: SignOffPolicy] = [:]
    for (id, audit, policy) in try database.rows("SELECT * FROM audit \(chosen)", values, Self.audit) {
      if policies[policy] == nil {
        guard let read = try? Canonical.value(SignOffPolicy.self, from: Array(policy.utf8)) else { throw damaged() }
        policies[policy] = read
      }
      guard var audit, let known = policies[policy] else { throw damaged() }
      audit.policy = known
      audits[id] = audit
    }
    let definitions = Dictionary(
      try database.rows("SELECT digest, text FROM definition", [], { ($0.text(0), $0.text(1)) })
        .map { ($0, FindingDefinition(text: $1)) }
    ) { first, _ in first }
    let own = "WHERE audit IN (SELECT id FROM audit \(chosen)) ORDER BY audit, number"
    for (id, digest, finding) in try database.rows("SELECT * FROM finding \(own)", values, Self.finding) {
      guard var finding, let definition = definitions[digest] else { throw damaged() }
      finding.definition = definition
      audits[id]?.findings.append(finding)
    }
    for (id, count) in try database.rows("SELECT * FROM count \(own)", values, Self.count) {
      guard let count else { throw damaged() }
      audits[id]?.counts.append(count)
    }
    for (id, entry) in try database.rows(
      "SELECT audit, event, signature FROM sign_off \(own)", values,
      { ($0.integer(0), LedgerEntry(bytes: $0.blob(1), signature: $0.blob(2))) })
    {
      audits[id]?.signOffs.append(entry)
    }
    for (id, list) in try database.rows(
      "SELECT audit, list FROM key_list \(own)", values, { ($0.integer(0), $0.blob(1)) })
    {
      audits[id]?.keys.append(list)
    }
    return Array(audits.values)
  }

  private func damaged() -> HistoryError {
    HistoryError(
      .unreadable,
      "\(path): this history was damaged (remove the file, then evenhand history rebuild makes it again)")
  }

  private static func audit(_ row: Database.Row) -> (id: Int, audit: IndexedAudit?, policy: String) {
    guard let type = AuditType(rawValue: row.text(9)), let data = DataKind(rawValue: row.text(10)) else {
      return (row.integer(0), nil, row.text(19))
    }
    let audit = IndexedAudit(
      record: row.text(2), series: row.text(1), rules: Rules(rawValue: row.text(3)), title: row.text(4),
      system: SystemDescription(
        name: row.optional(5), version: row.optional(6), artifact: row.optional(7), sha256: row.optional(8)),
      type: type, data: data, window: Window(from: row.optional(11), to: row.optional(12)), people: row.integer(13),
      verdict: row.optional(14).flatMap { VerdictWord(rawValue: $0) }, plan: row.optional(15),
      ranAt: row.optional(16).flatMap { Moment($0) }, runner: row.optional(17), namesInputs: row.flag(18),
      policy: SignOffPolicy(), policyDigest: row.text(20), sums: row.text(21), place: row.text(22), findings: [],
      counts: [], signOffs: [], keys: [])
    return (row.integer(0), audit, row.text(19))
  }

  private static func finding(_ row: Database.Row) -> (id: Int, definition: String, finding: IndexedFinding?) {
    let limits = [row.number(20), row.number(21)].compactMap(\.self)
    let threshold: Threshold =
      switch (Bound(rawValue: row.text(19)), limits.count) {
      case (.atMost, 1...): .atMost(limits[0])
      case (.between, 2): .between(limits[0], limits[1])
      case (_, 1...): .atLeast(limits[0])
      default: .between(-.infinity, .infinity)
      }
    guard let comparison = Comparison(rawValue: row.text(12)), let verdict = VerdictWord(rawValue: row.text(13)),
      let severity = Severity(rawValue: row.text(22))
    else { return (row.integer(0), row.text(23), nil) }
    var finding = Finding(
      requirement: row.text(3), metric: row.text(4), grouping: list(row.text(7)),
      group: row.optional(8).map { list($0).map { Label($0) } }, reference: nil, comparison: comparison,
      stratifier: row.optional(10), within: row.optional(11), verdict: verdict, value: row.number(14),
      interval: row.number(17).map { level in
        Interval(lower: row.number(15), upper: row.number(16), level: level, method: MethodName(rawValue: row.text(18)))
      }, threshold: threshold, severity: severity, sentence: "")
    let small = row.optional(9).map { $0.split(separator: " ").compactMap { Int($0) } } ?? []
    if small.count == 2 { finding.smallGroups = SmallGroupCount(groups: small[0], people: small[1]) }
    finding.bound = Bound(rawValue: row.text(19))
    let entry = IndexedFinding(
      key: FindingKey(hex: row.text(2)), finding: finding, metricName: row.text(5),
      unit: MetricUnit(rawValue: row.text(6)), definition: FindingDefinition(text: ""), reference: row.optional(24),
      falseAlarm: row.number(25))
    return (row.integer(0), row.text(23), entry)
  }

  /// Nothing where a number is none that an audit can count.
  private static func count(_ row: Database.Row) -> (id: Int, count: IndexedCount?) {
    let (numerator, denominator) = (row.number(5) ?? 0, row.number(6) ?? 0)
    guard max(numerator.magnitude, denominator.magnitude) <= 9_007_199_254_740_992 else { return (row.integer(0), nil) }
    return (
      row.integer(0),
      IndexedCount(
        metric: row.text(2), grouping: list(row.text(3)), group: list(row.text(4)).map { Label($0) },
        numerator: numerator, denominator: denominator, lower: row.number(7), upper: row.number(8))
    )
  }

  private static func list(_ texts: [String]) -> String { JSONValue.array(texts.map { .string($0) }).canonical }

  private static func list(_ text: String) -> [String] {
    (try? JSONValue(parsing: Array(text.utf8)))?.elements?.compactMap(\.text) ?? []
  }
}
