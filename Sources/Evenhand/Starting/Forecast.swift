import AuditData
import AuditMetrics
import AuditPolicy
import AuditRecord

/// What an audit by a draft would rest on and could show, by carrying it out on the rows that were looked at.
struct Forecast {
  private let record: Record
  /// Whether all rows were looked at.
  let isWhole: Bool

  /// - Throws: What an audit of the draft would throw.
  init(_ draft: PlanDraft, folder: String, threads: Int) throws {
    var plan = try PlanReader.read(Array(draft.yaml.utf8), file: "evenhand.yaml", catalogue: Catalogue.cards)
    // Only what judges: neither replicates nor other metrics.
    plan.replicates = 0
    plan.metrics = plan.metrics.filter { id in plan.requirements.contains { $0.metric == id } }
    var options = Audit.Options()
    (options.threads, options.digestsInputs, options.firstRows) = (
      threads, false, max(1, TableProfile.mostRows / (draft.decisions?.source.files.count ?? 1))
    )
    let (record, inputs) = try Audit.read(plan, folder: folder, options: options)
    (self.record, isWhole) = (record, inputs.allSatisfy(\.isWhole))
  }

  /// What is odd about the data, references aside, which are asked about.
  var warnings: [String] {
    DataWords.warnings(
      PlanCheck.warnings(record, isWhole: isWhole).filter { $0.code != .weakReference }, of: record)
  }

  /// What is said of the reference group of a demand that had better not be it.
  ///
  /// Everybody else is proposed in its place, and no group: one with a low rate would let every other pass.
  func weakReference(of demand: PlanDraft.Demand) -> String? {
    guard
      let warning = record.warnings.first(where: { $0.code == .weakReference && $0.requirement == demand.id }),
      let group = warning.group,
      // Of two groups each is everybody else to the other.
      record.groupings.first(where: { $0.grouping == warning.grouping })?.groups.count != 2
    else { return nil }
    let isHopeless = detectable(demand).allSatisfy { $0.shownMet == nil }
    let why =
      isHopeless ? "no comparison with it could be relied on to show “met”" : "every comparison would rest on it"
    let people = warning.units == 1 ? "person" : "people"
    return
      "highest is \(ProfileWords.shown(Words.group(group))) now: \(PlainNumber.count(warning.units ?? 0)) \(people); \(why). complement compares each group with everybody else."
  }

  /// From which true ratio each group of a demand can be relied on to be shown as met; nothing where that is not worked out.
  func reliable(_ demand: PlanDraft.Demand) -> String? {
    let found = detectable(demand)
    guard !found.isEmpty else { return nil }
    let groups = found.prefix(12).map { entry in
      "\(ProfileWords.shown(Words.group(entry.group ?? []))) \(entry.shownMet.map { PlainNumber.fixed($0, decimals: 2) } ?? "none")"
    }
    let more = found.count > 12 ? ["\(found.count - 12) more"] : []
    return "\(ProfileWords.shown(demand.across)): " + (groups + more).joined(separator: "; ")
  }

  private func detectable(_ demand: PlanDraft.Demand) -> [Detectable] {
    record.detectable.filter { $0.requirement == demand.id && $0.undefined == nil && $0.group != nil }
  }
}
