import AuditPolicy
import AuditRecord

/// What profiles say, for `evenhand explain` and for `docs/profiles.md`.
package enum ProfilePages {
  static var entries: [Explanation.Entry] {
    Profile.all.map { Explanation.Entry([$0.regulation.id], plain($0)) }
      + [
        Explanation.Entry(
          ["profiles"], "A plan names them under `profiles`: " + Profile.ids.joined(separator: ", ") + ".")
      ]
  }

  /// The whole page.
  package static var document: String {
    """
    # Profiles

    A plan that says `profiles: [\(Profile.ids.joined(separator: ", "))]`, or one of them, gets a profile's requirements and metrics, and an annex
    that sets what the rule asks for beside what the report holds. Profiles are data with a day and a digest, as the record
    holds them; they are no statement of law, and a report that holds everything that is listed says nothing about whether a rule
    is kept. The report's front names what is lacking. † was taken from secondary sources; the rest was read in the text itself.

    """ + Profile.all.map(markdown).joined()
  }

  private static func markdown(_ profile: Profile) -> String {
    let regulation = profile.regulation
    let rows = regulation.demands.map { demand in
      "| \(demand.clause) | \(demand.asks)\(demand.basis == "text" ? "" : " †") | \(needs(demand)) |\n"
    }
    return """

      ## \(regulation.id)

      \(regulation.title). \(regulation.note)

      * Text: \(regulation.instrument); <\(regulation.source)>
      * Holds from \(regulation.effective); \(regulation.status)
      * Facts as of \(regulation.read)
      \(lists(profile).map { "* \($0)\n" }.joined())
      | where | what is asked | what a report must hold |
      |---|---|---|
      \(rows.joined())
      """
  }

  private static func plain(_ profile: Profile) -> String {
    let regulation = profile.regulation
    let lines = [
      regulation.title + ".", regulation.note, "- Text: \(regulation.instrument); \(regulation.source)",
      "- Holds from \(regulation.effective); \(regulation.status)", "- Facts as of \(regulation.read)",
    ]
    return
      (lines + lists(profile).map { "- \($0)" }
      + regulation.demands.map { "- \($0.clause): \($0.asks). Needs: \(needs($0))." }).joined(separator: "\n")
  }

  private static func lists(_ profile: Profile) -> [String] {
    [
      profile.metrics.isEmpty ? nil : "Metrics: \(profile.metrics.joined(separator: ", "))",
      profile.requirementIDs.isEmpty ? nil : "Requirements: \(profile.requirementIDs.joined(separator: ", "))",
    ].compactMap(\.self)
  }

  private static func needs(_ demand: RegulationDemand) -> String {
    if demand.elsewhere { return "nothing: no audit of data shows it" }
    let needs = demand.needs.map(\.words).joined(separator: ", ")
    return demand.when.map { "of \($0): \(needs)" } ?? needs
  }
}
