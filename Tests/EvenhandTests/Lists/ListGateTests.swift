import Evenhand
import Testing

/// A gate judges lists from the record alone, and notices what was changed in it.
struct ListGateTests {
  private static let requirements = [
    "{id: q, metric: ndcg, across: [sex], compare: ratio, reference: highest, at-least: 0.5}",
    "{id: h, metric: hit-rate, across: [sex], compare: ratio, reference: highest, at-least: 0.5}",
    "{id: e, metric: exposure, across: [maker], compare: ratio, reference: highest, at-least: 0.5}",
    "{id: s, metric: exposure-share, across: [maker], compare: ratio, reference: target, at-least: 0.5}",
    "{id: n, metric: ndkl, across: [maker], at-most: 0.5}",
    "{id: w, metric: precision-at-k, across: [sex], compare: difference, reference: worst-pair, at-most: 0.9}",
  ]
  private static let metrics = "[ndcg, hit-rate, precision-at-k, exposure, exposure-share, ndkl, exposure-gini]"

  private func record(_ requirements: [String]) async throws -> Record {
    try await MadeUpLists(240, seed: 7).tables(metrics: Self.metrics, requirements: requirements).record()
  }

  @Test func theRecordConfirmsItself() async throws {
    let record = try await record(Self.requirements)
    let read = try Record(parsing: Array(record.canonicalText().utf8))
    #expect(Confirmation(of: read).numbers == .holds && Confirmation(of: read).structure == .holds)
    #expect(record.findings.count == Self.requirements.count + 1)
  }

  @Test func changedNumbersAreNoticed() async throws {
    let record = try await record(Self.requirements)
    func place(_ metric: String) throws -> Int { try #require(record.estimates.firstIndex { $0.metric == metric }) }
    let changes: [(String, (inout Record) throws -> Void)] = [
      ("verdict", { $0.findings[0].verdict = .notMet }),
      ("threshold", { $0.requirements[0].atLeast = 0.4 }), ("severity", { $0.requirements[0].severity = .inform }),
      ("overall", { $0.verdict.overall = .notApplicable }), ("a finding less", { $0.findings.removeLast() }),
      ("value", { $0.estimates[try place("ndcg")].value = 0.7 }),
      (
        "value and sum",
        {
          let at = try place("ndcg")
          $0.estimates[at].value = 0.75
          $0.estimates[at].numerator = 0.75 * ($0.estimates[at].denominator ?? 1)
        }
      ),
      (
        "shares",
        {
          let at = try place("hit-rate")
          $0.estimates[at].numerator = ($0.estimates[at].numerator ?? 0) - 1
          $0.estimates[at].value = ($0.estimates[at].numerator ?? 0) / ($0.estimates[at].denominator ?? 1)
        }
      ), ("lists", { $0.estimates[try place("ndcg")].lists = 12 }),
      ("contributing", { $0.estimates[try place("ndcg")].contributing = 3 }),
      ("target", { $0.estimates[try place("exposure-share")].target = 0.4 }),
      ("dispersions gone", { $0.dispersions = [] }),
      ("whole number", { $0.summaries[try #require($0.summaries.firstIndex { $0.metric == "ndkl" })].value = 0.01 }),
      (
        "spread",
        {
          let at = try #require($0.summaries.firstIndex { $0.metric == "ndkl" })
          $0.summaries[at].spread?.standardError *= 0.5
        }
      ),
    ]
    for (name, change) in changes {
      var changed = record
      try change(&changed)
      #expect(!Confirmation(of: changed).failures.isEmpty, "\(name)")
    }
    for index in record.dispersions.indices
    where ["ndcg", "exposure"].contains(record.dispersions[index].metric)
      && record.dispersions[index].scale == .logarithm
    {
      var changed = record
      for at in changed.dispersions[index].covariance.indices { changed.dispersions[index].covariance[at] *= 0.25 }
      #expect(!Confirmation(of: changed).failures.isEmpty, "\(record.dispersions[index].metric)")
      changed = record
      for at in changed.dispersions[index].degreesOfFreedom.indices {
        changed.dispersions[index].degreesOfFreedom[at] = 2
      }
      #expect(!Confirmation(of: changed).failures.isEmpty, "\(record.dispersions[index].metric)")
    }
  }

  @Test func numbersThatDoNotFitTogetherDoNotCrash() async throws {
    let record = try await record(Self.requirements)
    let changes: [(inout Record) -> Void] = [
      { for at in $0.dispersions.indices { $0.dispersions[at].covariance = [] } },
      { for at in $0.dispersions.indices { $0.dispersions[at].covariance.append(1) } },
      { for at in $0.dispersions.indices { $0.dispersions[at].degreesOfFreedom = [] } },
      { for at in $0.dispersions.indices { $0.dispersions[at].degreesOfFreedom = [-1] } },
      { for at in $0.dispersions.indices { $0.dispersions[at].groups = [["nobody"]] } },
      { for at in $0.dispersions.indices { $0.dispersions[at].isIndependent.toggle() } },
      {
        for at in $0.dispersions.indices { $0.dispersions[at].covariance = $0.dispersions[at].covariance.map { -$0 } }
      },
      { for at in $0.dispersions.indices { $0.dispersions[at].scale = .logit } },
      { for at in $0.estimates.indices { $0.estimates[at].lists = -5 } },
      { for at in $0.estimates.indices { $0.estimates[at].group = ["one"] } },
      { for at in $0.estimates.indices { $0.estimates[at].target = -1 } },
      { for at in $0.summaries.indices { $0.summaries[at].spread?.degreesOfFreedom = 0 } },
      { for at in $0.summaries.indices { $0.summaries[at].spread?.standardError = -1 } },
      { $0.estimates = [] }, { $0.metrics = [] }, { $0.groupings = [] }, { $0.lists = nil },
    ]
    for change in changes {
      var changed = record
      change(&changed)
      // Reading refuses it, or the numbers give other findings, or they do not touch a requirement: nothing crashes.
      guard let read = try? Record(parsing: Array(changed.canonicalText().utf8)) else { continue }
      let judged = Gate.judge(read, by: record.requirements)
      let isConfirmed = Confirmation(of: read).failures.isEmpty
      #expect(!isConfirmed || judged.findings == record.findings)
    }
  }

  @Test func newRequirementsOnAnOldRecordJudgeAsANewAuditWould() async throws {
    let old = try await record([Self.requirements[0]])
    let wanted = [
      "{id: a, metric: ndcg, across: [sex], compare: ratio, reference: {group: m}, at-least: 0.7}",
      "{id: b, metric: ndcg, across: [sex], compare: difference, reference: complement, at-most: 0.2}",
      "{id: c, metric: ndcg, across: [sex], compare: difference, reference: overall, at-most: 0.1, confidence: 0.9}",
      "{id: d, metric: ndcg, across: [sex], compare: difference, reference: lowest, at-most: 0.3}",
      "{id: e, metric: ndcg, across: [sex], compare: value, at-least: 0.4}",
      "{id: f, metric: hit-rate, across: [sex], compare: difference, reference: complement, at-most: 0.2}",
      "{id: g, metric: exposure, across: [maker], compare: ratio, reference: {group: A}, between: [0.8, 1.25]}",
      "{id: h, metric: exposure-share, across: [maker], compare: difference, reference: target, at-most: 0.1}",
      "{id: i, metric: exposure-share, across: [maker], compare: value, between: [0.3, 0.7]}",
      "{id: j, metric: precision-at-k, across: [sex], compare: ratio, reference: worst-pair, at-least: 0.6}",
      "{id: k, metric: ndkl, across: [maker], at-most: 0.3, confidence: 0.99}",
      "{id: l, metric: exposure-gini, at-most: 0.9, decide: point}",
      "{id: m, metric: exposure-gini, at-most: 0.9}",
      "{id: n, metric: ndcg, across: [sex], compare: ratio, reference: highest, at-least: 0.8, minimum-count: 121}",
    ]
    let new = try await record(wanted)
    let judged = Gate.judge(old, by: new.requirements)
    #expect(judged.findings == new.findings)
    #expect(judged.detectable == new.detectable)
    #expect(judged.verdict == new.verdict)
    #expect(new.findings.contains { $0.verdict == .notEnoughData })
    #expect(new.findings.contains { $0.requirement == "m" && $0.verdict == .cannotTell })
    // What was not measured could not run.
    let other = try await MadeUpLists(240, seed: 7).tables(
      metrics: "[ndcg, recall-at-k]",
      requirements: ["{id: r, metric: recall-at-k, across: [sex], compare: ratio, reference: highest, at-least: 0.5}"]
    ).record()
    #expect(Gate.judge(old, by: other.requirements).findings.map(\.verdict) == [.couldNotRun])
    #expect(ExitStatus(Gate.judge(old, by: other.requirements)) == .couldNotRun)
  }
}
