import AuditRecord

/// The top of the body: title, system, document control and contents.
enum Opening {
  static func blocks(_ index: RecordIndex) -> [Block] {
    [title(index.record), subtitle(index.record), verdict(index.record)] + synthetic(index.record)
      + smallCells(index.record)
      + DocumentControl.blocks(index)
      + [.contents(title: "Contents")]
  }

  static func title(_ record: Record) -> Block {
    .heading(Heading(1, id: "top", [.text(record.audit.title)]))
  }

  static func subtitle(_ record: Record) -> Block {
    let system = [record.audit.system.name, record.audit.system.version].compactMap(\.self).joined(
      separator: ", version ")
    return .paragraph([
      .text(
        "\(record.audit.type.words)\(record.audit.type == .independentAudit ? "," : "") of the differences between groups in the \(record.outputs) of "
          + (system.isEmpty ? "a system that the plan does not name" : system) + ".")
    ])
  }

  private static func verdict(_ record: Record) -> Block {
    let overall = Overall(record)
    return .paragraph([.mark(overall.mark), .text(". \(overall.counts)")])
  }

  static func synthetic(_ record: Record) -> [Block] {
    guard let stamp = record.audit.data.stamp else { return [] }
    return [
      .callout(
        Callout(
          .synthetic, title: [.text(Phrases.sentenceCase(record.audit.data.rawValue) + " data")],
          paragraphs: [[.text(stamp)]]))
    ]
  }
}

/// Counts so small that whoever knows one of the people may learn about the others.
extension Opening {
  /// The largest count that is called small.
  private static let largestSmallCell = 10.0

  /// A warning where real people stand behind small counts.
  static func smallCells(_ record: Record) -> [Block] {
    guard record.audit.data != .synthetic, hasSmallCells(record) else { return [] }
    return [
      .callout(
        Callout(
          .synthetic, title: ["Not for publication"],
          paragraphs: [
            [
              "This report holds counts of ten people or fewer. Whoever knows somebody in so small a group may learn from it what was decided about them. Give it to those who audit, and to nobody else."
            ]
          ]))
    ]
  }

  private static func hasSmallCells(_ record: Record) -> Bool {
    func isSmall(_ count: Double) -> Bool { count > 0 && count <= largestSmallCell }
    return record.groupings.contains { grouping in
      grouping.side != .providers && grouping.groups.contains { isSmall(Double($0.count)) }
    }
      || record.estimates.contains { estimate in
        guard let part = estimate.numerator, let whole = estimate.denominator, estimate.lists == nil else {
          return false
        }
        return isSmall(part) || isSmall(whole - part)
      }
  }
}

/// What tells this report from any other.
enum DocumentControl {
  static func blocks(_ index: RecordIndex) -> [Block] {
    let record = index.record
    let audit = record.audit
    var entries = [
      entry("Report", audit.title),
      entry("System", audit.system.name ?? "not named in the plan"),
      entry("Version", audit.system.version ?? "not named in the plan"),
      model(audit.system),
      entry("Type of audit", audit.type.words),
      entry("Kind of data", audit.data.words(record)),
      entry("Period", window(audit.window)),
      entry("Purpose of the \(record.outputs)", audit.purpose ?? "not stated in the plan"),
    ]
    if let digest = index.digest {
      entries.append(Definition(["Results fingerprint"], [.code(digest.fingerprint)]))
      entries.append(Definition(["Results, SHA-256"], [.code(digest.hex)]))
    } else {
      entries.append(entry("Results fingerprint", "none: the record holds a number that is not finite"))
    }
    entries.append(
      Definition(["Plan, SHA-256"], [record.plan.sha256.map { .code($0) } ?? "none: the audit was set up in code"]))
    entries.append(entry("Made with", "\(record.tool.name) \(record.tool.version)"))
    entries.append(entry("Judged under", record.rules.rawValue))
    return [.definitions(entries)]
  }

  private static func entry(_ term: String, _ meaning: String) -> Definition {
    Definition([.text(term)], [.text(meaning)])
  }

  private static func model(_ system: SystemDescription) -> Definition {
    guard let sha256 = system.sha256 else { return entry("Model file", "no digest: the plan names no model file") }
    return Definition(["Model file, SHA-256"], [.text(system.artifact.map { "\($0): " } ?? ""), .code(sha256)])
  }

  private static func window(_ window: Window) -> String {
    switch (window.from, window.to) {
    case (let from?, let to?): "\(from) to \(to)"
    case (let from?, nil): "from \(from)"
    case (nil, let to?): "up to \(to)"
    case (nil, nil): "not stated in the plan"
    }
  }
}
