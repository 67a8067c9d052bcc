import AuditHistory
import AuditRecord

/// The site's content for programs.
struct SiteIndex: Codable {
  struct Series: Codable {
    var name: String
    var page: String
    var audits: [Audit]
    var findings: [Finding]
  }

  struct Audit: Codable {
    var record: String
    @OrNull var from: String?
    @OrNull var to: String?
    @OrNull var version: String?
    @OrNull var verdict: VerdictWord?
    var synthetic: Bool
    var signedOff: Bool
    @OrNull var bundle: String?
  }

  struct Finding: Codable {
    var key: String
    var requirement: String
    var about: String
    var state: String
    var open: Bool
    @OrNull var owner: String?
    @OrNull var due: String?
    var overdue: Bool
    var page: String
  }

  /// The format.
  var schema = "evenhand-history/1"
  /// The day of which it speaks.
  var asOf: String
  var series: [Series]

  init(_ pages: SitePages) {
    asOf = pages.view.asked.day.description
    series = pages.view.series.map { state in
      Series(
        name: state.series.name, page: SitePages.name(state.series) + ".html",
        audits: zip(state.series.audits, state.signOffs).map { audit, signed in
          Audit(
            record: audit.record, from: audit.window.from, to: audit.window.to, version: audit.system.version,
            verdict: audit.verdict, synthetic: audit.data == .synthetic, signedOff: signed.isFinal,
            bundle: pages.bundles[audit.record])
        },
        findings: state.lives.compactMap { life in
          life.state.map { standing in
            Finding(
              key: life.trend.key.hex, requirement: life.trend.newest.finding.requirement,
              about: HistoryText.place(life.trend.newest.finding), state: standing.rawValue, open: standing.isOpen,
              owner: life.owner, due: life.due?.description, overdue: life.isOverdue(on: state.asked.day),
              page: SitePages.name(life))
          }
        })
    }
  }

  /// Canonical JSON with a final newline; every number in it is finite.
  var text: String { ((try? Canonical.text(self)) ?? "{}") + "\n" }
}
