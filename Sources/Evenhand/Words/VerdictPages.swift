import AuditPolicy
import AuditRecord
import AuditReport

/// The page of each verdict: what it says, and what people can do.
enum VerdictPages {
  /// A page a verdict, by its id, its mark and its word.
  ///
  /// - Parameter plan: The plan in reach, which says who may waive a requirement.
  static func entries(_ plan: Plan?) -> [Explanation.Entry] {
    VerdictWord.allCases.map { verdict in
      let mark = Mark(verdict)
      return Explanation.Entry(
        [verdict.rawValue, mark.symbol, mark.word] + others(verdict),
        meaning(verdict) + "\n\nWhat you can do\n"
          + steps(verdict, plan).enumerated().map { "\($0 + 1). \($1)" }.joined(separator: "\n"))
    }
  }

  /// Other words that a report or a result has for it.
  private static func others(_ verdict: VerdictWord) -> [String] {
    switch verdict {
    case .met: ["passed", "pass"]
    case .notMet: ["blocked", "fail", "failed"]
    case .cannotTell: ["undecided"]
    case .notEnoughData: ["Nobody in the data", "No value", "Too few lists"]
    case .notApplicable: ["–", "not required"]
    case .couldNotRun: ["could not run"]
    }
  }

  private static func meaning(_ verdict: VerdictWord) -> String {
    switch verdict {
    case .met: "The whole confidence interval satisfies the requirement."
    case .notMet: "No value of the confidence interval satisfies the requirement. It gives exit code 1 where it blocks."
    case .cannotTell:
      "The confidence interval holds values that satisfy the requirement and values that do not: inconclusive. The same is said where the people who were counted meet the requirement, but more were left out than the plan passes over, and they could change that. This is not a pass; it gives exit code 3 where it blocks."
    case .notEnoughData:
      "Too few people, nobody to compare with, or no value: the group is not judged. This is not a pass; it gives exit code 3 where it blocks."
    case .notApplicable: "Not checked, for a reason that stands in the plan and that somebody signed."
    case .couldNotRun: "The check failed to run, so its result is unknown; exit code 2."
    }
  }

  private static func steps(_ verdict: VerdictWord, _ plan: Plan?) -> [String] {
    let again = "Change the system and audit again."
    let threshold = "Changing the threshold changes the plan; every signature then starts anew."
    switch verdict {
    case .met:
      return [
        "Nothing, for this check. It speaks of the people and the period that were audited; audit again when the system or they change."
      ]
    case .notMet: return [again, waiver(plan), threshold]
    case .cannotTell:
      return [again, waiver(plan), threshold, "More data: section 4 of the report says whether it would help."]
    case .notEnoughData:
      return [
        "More data: `evenhand power` says how many people a comparison needs.", waiver(plan),
        "Joining groups (`same:`) or another `minimum-count` changes the plan; every signature then starts anew.",
      ]
    case .notApplicable: return ["Read the reason in the plan. Taking it out of the plan has the check judged."]
    case .couldNotRun: return ["Mend what the error beside the check names, and audit again."]
    }
  }

  private static func waiver(_ plan: Plan?) -> String {
    guard let plan else {
      return "Where the plan allows it, the roles that it names may waive, with a reason and a last day."
    }
    guard let waivers = plan.signOff.waivers else { return "The plan lets nobody waive a requirement." }
    let longest = waivers.longestDays.map { " at most \($0) days ahead" } ?? ""
    return
      "The plan lets \(waivers.approvers.joined(separator: ", ")) waive, with a reason and a last day\(longest): `evenhand waive`."
  }
}
