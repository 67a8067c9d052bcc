import AuditHistory
import AuditLedger
import AuditRecord
import AuditReport

/// The pages of a site: static, without script, each of what the index holds.
struct SitePages {
  let view: HistoryView
  /// Where each bundle lies, seen from the site's folder, by its record; those that are not as they were indexed are not among them.
  let bundles: [String: String]

  /// Audits in a table, and series on a page, at most.
  static let mostRows = 200
  private static let mostCharts = 12
  private static let chartAudits = 24
  private static let mostPoints = 120

  /// All pages by their names.
  func all() -> [(name: String, bytes: [UInt8])] {
    let series = view.series.flatMap { state -> [(String, [UInt8])] in
      self.series(state) + state.lives.filter { $0.state != nil }.map { finding($0, of: state) }
    }
    return index() + series + [("index.json", Array(SiteIndex(self).text.utf8))]
  }

  static func name(_ series: AuditSeries) -> String { "series-\(Digest(of: series.name.utf8).hex.prefix(16))" }

  static func name(_ life: FindingLife) -> String { "finding-\(life.trend.key.hex.prefix(16)).html" }

  private func page(_ title: String, _ blocks: [Block], name: String) -> (String, [UInt8]) {
    let document = Document(
      title: title, footer: Footer(title: title, fingerprint: "as of \(view.asked.day)"), blocks: blocks)
    return (name, Array(HTMLRenderer().render(document).utf8))
  }

  private static let remark: [Inline] = [
    "Internal: numbers of groups stand here as in the reports. Each audit was verified when it was added; what counts is in its bundle, and ",
    .code("evenhand verify"), " says whether it still holds.",
  ]

  /// Says that actions were changed, where they were.
  private var broken: [Block] {
    view.book.state.firstBreak.map { first in
      [
        .callout(
          Callout(
            .note, title: ["Actions are not what was signed, and count for nothing"], paragraphs: [[.text("\(first)")]])
        )
      ]
    } ?? []
  }

  // MARK: index

  private func index() -> [(String, [UInt8])] {
    let order = view.series.sorted { left, right in
      func key(_ state: SeriesState) -> (Int, String) { (state.overdue.isEmpty ? 1 : 0, state.series.name) }
      return key(left) < key(right)
    }
    let parts = stride(from: 0, to: max(1, order.count), by: Self.mostRows).map {
      Array(order[$0..<min($0 + Self.mostRows, order.count)])
    }
    return parts.enumerated().map { number, part in
      var blocks: [Block] = [
        .heading(Heading(1, id: "audits", ["Audits"])),
        .paragraph([.text("\(HistoryText.counted(order.count, "series")), as of \(view.asked.day).")]),
        .table(
          Table(
            caption: ["Series, those that are overdue first"],
            columns: [
              .words("Series"), .words("Newest audit"), .words("Verdict"), .words("Sign-offs"),
              .numbers("Open findings"), .words("Next due"),
            ], rows: part.map(row))),
      ]
      blocks += broken
      if number + 1 < parts.count {
        blocks.append(.paragraph([.file(path: Self.indexName(number + 1), "More series")]))
      }
      blocks.append(.key(Self.remark))
      return page("Audits", blocks, name: Self.indexName(number))
    }
  }

  private static func indexName(_ number: Int) -> String { number == 0 ? "index.html" : "index-\(number + 1).html" }

  private func row(_ state: SeriesState) -> [[Inline]] {
    let due = state.open.compactMap(\.due).min()
    let late = state.overdue.isEmpty ? "" : ", overdue"
    return [
      [.file(path: Self.name(state.series) + ".html", state.series.name)], [.text(HistoryText.period(state.newest))],
      verdict(state.newest), [.text(signOffs(state.newest, state.signOffs[state.signOffs.count - 1]))],
      [.text("\(state.open.count)")], [.text(due.map { "\($0)\(late)" } ?? "–")],
    ]
  }

  private func verdict(_ audit: IndexedAudit) -> [Inline] {
    let synthetic: [Inline] = audit.data == .synthetic ? [", made-up data"] : []
    return (audit.verdict.map { [.mark(Mark($0))] } ?? ["– nothing to judge"]) + synthetic
  }

  private func signOffs(_ audit: IndexedAudit, _ state: LedgerState) -> String {
    SignOffLine.text(audit.policy, state.reported(policy: audit.policy, breaks: [], asked: view.asked))
  }

  // MARK: a series

  private func series(_ state: SeriesState) -> [(String, [UInt8])] {
    let audits = Array(zip(state.series.audits, state.signOffs).reversed())
    let parts = stride(from: 0, to: audits.count, by: Self.mostRows).map {
      Array(audits[$0..<min($0 + Self.mostRows, audits.count)])
    }
    let base = Self.name(state.series)
    func name(_ number: Int) -> String { number == 0 ? "\(base).html" : "\(base)-\(number + 1).html" }
    return parts.enumerated().map { number, part in
      var blocks: [Block] = [.paragraph([.file(path: "index.html", "All series")])]
      blocks.append(.heading(Heading(1, id: "series", [.text(state.series.name)])))
      blocks += broken
      if number == 0 { blocks += opening(state) + trends(state) }
      blocks.append(.heading(Heading(2, id: "audits", ["Audits"])))
      blocks.append(
        .table(
          Table(
            caption: [
              .text("Audits, the newest first\(parts.count > 1 ? ", page \(number + 1) of \(parts.count)" : "")")
            ],
            columns: [.words("Period"), .words("Version"), .words("Verdict"), .words("Sign-offs"), .words("Report")],
            rows: part.map { audit, signed in
              [
                [.text(HistoryText.period(audit))], [.text(audit.system.version ?? "–")], verdict(audit),
                [.text(signOffs(audit, signed))], bundle(audit),
              ]
            })))
      if number + 1 < parts.count { blocks.append(.paragraph([.file(path: name(number + 1), "Earlier audits")])) }
      blocks.append(.key(Self.remark))
      return page(state.series.name, blocks, name: name(number))
    }
  }

  private func bundle(_ audit: IndexedAudit) -> [Inline] {
    guard let place = bundles[audit.record] else { return ["not there, or changed since it was added"] }
    return [.file(path: "\(place)/dossier.html", "Report"), .text(" \(HistoryText.fingerprint(audit.record))")]
  }

  private func opening(_ state: SeriesState) -> [Block] {
    let findings = state.lives.filter { $0.state != nil }
    var blocks: [Block] = [
      .paragraph(
        [
          .text(
            "\(HistoryText.audits(state.series.audits.count)), the newest \(HistoryText.period(state.newest)): ")
        ] + verdict(state.newest) + [
          .text(". \(HistoryText.counted(state.open.count, "open finding")), \(state.overdue.count) overdue.")
        ])
    ]
    if let baseline = state.baselines.last {
      let audit = baseline.audit.map { "\(HistoryText.period($0)), results \(HistoryText.fingerprint($0.record))" }
      blocks.append(
        .paragraph([
          .text(
            "Changes count from \(audit ?? "an audit that is not here"), signed by \(baseline.action.signer.name) on \(baseline.action.signedAt.day): \(baseline.action.reason ?? "")"
          )
        ]))
    }
    guard !findings.isEmpty else { return blocks + [.paragraph(["No requirement was ever shown as not met."])] }
    let order = state.open + findings.filter { !($0.state?.isOpen ?? false) }
    blocks.append(.heading(Heading(2, id: "findings", ["Findings"])))
    blocks.append(
      .table(
        Table(
          caption: ["Findings, those that are due first"],
          columns: [.words("Finding"), .words("State"), .words("Owner"), .words("Due"), .words("Newest number")],
          rows: order.prefix(Self.mostRows).map { life in
            let newest = life.trend.newest
            return [
              [.file(path: Self.name(life), HistoryText.name(life))],
              [.text(HistoryText.state(life, on: view.asked.day))], [.text(life.owner ?? "–")],
              [.text(life.due.map { "\($0)" } ?? "–")],
              [.mark(Mark(newest.finding.verdict)), .text(" \(HistoryText.number(newest))")],
            ]
          })))
    if order.count > Self.mostRows {
      blocks.append(
        .key([.text("\(order.count - Self.mostRows) more findings are listed by evenhand finding list --all.")]))
    }
    return blocks
  }

  /// Trends of what blocks, those that somebody owes something about first.
  private func trends(_ state: SeriesState) -> [Block] {
    let blocking = state.lives.filter {
      $0.trend.newest.finding.severity == .block && $0.trend.newest.finding.value != nil
    }
    let order = blocking.sorted { left, right in
      func rank(_ life: FindingLife) -> Int { life.state.map { $0.isOpen ? 0 : 1 } ?? 2 }
      return rank(left) < rank(right)
    }
    guard !order.isEmpty else { return [] }
    var blocks: [Block] = [.heading(Heading(2, id: "trends", ["Trends"]))]
    blocks += order.prefix(Self.mostCharts).map {
      .figure(TrendFigure.judged($0, of: state, most: Self.chartAudits))
    }
    let rest = order.dropFirst(Self.mostCharts)
    if !rest.isEmpty {
      let linked = rest.filter { $0.state != nil }
      blocks.append(.list(linked.prefix(Self.mostRows).map { [.file(path: Self.name($0), HistoryText.name($0))] }))
      let quiet = rest.count - linked.count
      if quiet > 0 {
        blocks.append(.key([.text("\(HistoryText.counted(quiet, "more check")) never shown as not met.")]))
      }
    }
    return blocks
  }

  // MARK: a finding

  private func finding(_ life: FindingLife, of state: SeriesState) -> (String, [UInt8]) {
    let newest = life.trend.newest
    var blocks: [Block] = [
      .paragraph([.file(path: Self.name(state.series) + ".html", "Series \(state.series.name)")]),
      .heading(Heading(1, id: "finding", [.text(HistoryText.name(life))])),
      .definitions([
        Definition(["State"], [.text(HistoryText.state(life, on: view.asked.day))]),
        Definition(
          ["Owner"], [.text(life.owner.map { "\($0), by \(life.due?.description ?? "")" } ?? "nobody was named")]),
        Definition(["Measured"], [.text("\(newest.metricName), \(newest.finding.comparison.rawValue)")]),
        Definition(["Required"], [.text(HistoryText.demand(newest))]), Definition(["Key"], [.code(life.trend.key.hex)]),
      ]),
      .figure(TrendFigure.judged(life, of: state, most: Self.mostPoints)),
    ]
    if let usual = TrendFigure.usual(life, of: state, most: Self.mostPoints) { blocks.append(.figure(usual)) }
    blocks += broken
    blocks.append(.heading(Heading(2, id: "life", ["Its life"])))
    blocks.append(
      .table(
        Table(
          caption: ["What changed how it stands"],
          columns: [.words("Period’s end, or signature"), .words("State"), .words("Because")],
          rows: life.steps.map { step in
            [
              [.text(step.day?.description ?? "–")], [.text(step.state?.words ?? "settled")],
              [.text(step.cause)] + (step.audit.map { [" ("] + bundle(state.series.audits[$0]) + [")"] } ?? []),
            ]
          })))
    blocks.append(.heading(Heading(2, id: "numbers", ["Numbers"])))
    blocks.append(
      .table(
        Table(
          caption: ["The newest audits"],
          columns: [
            .words("Period"), .words("Version"), .words("Verdict"), .words("Number"), .words("Required"),
            .words("Joined"),
          ],
          rows: life.trend.points.suffix(Self.mostRows).reversed().map { point in
            let audit = state.series.audits[point.audit]
            return [
              [.text(HistoryText.period(audit))], [.text(audit.system.version ?? "–")],
              [.mark(Mark(point.entry.finding.verdict))], [.text(HistoryText.number(point.entry))],
              [.text(HistoryText.demand(point.entry))],
              [.text(point.changes.isEmpty ? "" : "no line: \(point.changes.joined(separator: ", "))")],
            ]
          })))
    blocks.append(.key(Self.remark))
    return page("\(HistoryText.name(life)), \(state.series.name)", blocks, name: Self.name(life))
  }
}
