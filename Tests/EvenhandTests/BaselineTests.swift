import Testing
import _AuditTesting

@testable import Evenhand

/// Requirements that numbers are no worse than in a baseline, and gates that are given one.
@Suite struct BaselineTests {
  private static func requirement(
    _ id: String = "no-worse", margin: Double = 0.05, compare: AuditRecord.Comparison = .ratio,
    reference: ReferenceRule = .group(["A"]), worse: Worsening = .lower, minimumCount: Int = 30,
    leftOut: LeftOutRule = LeftOutRule(), severity: Severity = .block
  ) -> Requirement {
    Requirement(
      id: id, metric: "selection-rate", across: [["group"]], compare: compare, reference: reference,
      noWorseThanBaseline: NoWorse(margin: margin, worse: worse), minimumCount: minimumCount, severity: severity,
      leftOut: leftOut)
  }

  private static let ratio = Requirement(
    id: "ratio", metric: "selection-rate", across: [["group"]], compare: .ratio, reference: .group(["A"]), atLeast: 0.8)

  /// An audit of groups with so many favourable decisions of so many, and so many without a known group.
  private func audit(
    _ groups: [(Label, Int, Int)], _ requirements: [Requirement], against baseline: SealedRecord? = nil,
    unknown: Int = 0,
    metrics: [String] = ["selection-rate"], edit: (inout Plan) -> Void = { _ in }
  ) throws -> SealedRecord {
    let nobody: [(Label, Int, Int)] = unknown > 0 ? [(Label(""), unknown / 2, unknown)] : []
    let rows = (groups + nobody).flatMap { label, favourable, people in
      [(label, "1", favourable), (label, "0", people - favourable)]
    }
    let values = [
      "group": rows.map(\.0.text), "decision": rows.map(\.1), "outcome": rows.map { _ in "1" },
      "people": rows.map { "\($0.2)" },
    ]
    var plan = Support.plan(requirements: requirements, metrics: metrics)
    plan.decisions?.labels.count = "people"
    plan.power = false
    edit(&plan)
    let tally = try DecisionArrays(columns: plan.decisions!, values: values).tally()
    var options = Audit.Options()
    options.baseline = baseline
    return try SealedRecord(Audit.record(of: plan, decisions: [tally], options: options))
  }

  private func verdicts(_ sealed: SealedRecord) -> [String: VerdictWord] {
    Dictionary(sealed.record.findings.map { ($0.group.map { Words.group($0) } ?? "*", $0.verdict) }) { first, _ in first
    }
  }

  private static let before: [(Label, Int, Int)] = [
    ("A", 5000, 10_000), ("B", 4500, 10_000), ("C", 4000, 10_000), ("D", 90, 200),
  ]

  // MARK: verdicts

  @Test func metNotMetAndUndecided() throws {
    let baseline = try audit(Self.before, [Self.ratio])
    let sealed = try audit(
      [("A", 5000, 10_000), ("B", 4500, 10_000), ("C", 3000, 10_000), ("D", 85, 200)], [Self.requirement()],
      against: baseline)
    #expect(verdicts(sealed) == ["B": .met, "C": .notMet, "D": .cannotTell])
    let fall = try #require(sealed.record.findings.first { $0.group == ["C"] })
    #expect(isClose(fall.value, -0.2) && fall.comparison == .difference && fall.bound == .atLeast)
    #expect(fall.threshold.values == [-0.05] && fall.interval!.upper! < -0.05)
    #expect(isClose(fall.change?.baseline, 0.8) && isClose(fall.change?.now, 0.6) && fall.reference?.group == ["A"])
    #expect(
      fall.sentence.hasPrefix("Requirement not met. The ratio of the group C was 80.0 % in the baseline and is 60.0 %"))
    #expect(fall.sentence.contains("20.0 points for the worse") && fall.sentence.contains("worse by at most 5 points"))
    #expect(sealed.record.verdict.overall == .notMet && Confirmation(of: sealed.record).failures == [])
    #expect(WordingLint.violations(in: sealed.record.findings.map(\.sentence).joined(separator: "\n")) == [])
    // What is stored is read again, and judged alike.
    let read = try SealedRecord(parsing: Array(sealed.text.utf8))
    #expect(read.record == sealed.record && read.digest == sealed.digest)
    #expect(
      JSONSchemaValidator(schema: RecordSchema.document, isStrict: true).problems(
        of: try JSONValue(parsing: Array(sealed.text.utf8))) == [])
  }

  @Test func aLargerMarginIsNeverHarder() throws {
    let baseline = try audit(Self.before, [Self.ratio])
    let now: [(Label, Int, Int)] = [("A", 5000, 10_000), ("B", 4300, 10_000), ("C", 3500, 10_000), ("D", 70, 200)]
    var last: [String: Int] = [:]
    for margin in [0, 0.02, 0.05, 0.1, 0.2, 0.5, 1] {
      let found = verdicts(try audit(now, [Self.requirement(margin: margin)], against: baseline)).mapValues {
        [.notMet: 0, .cannotTell: 1, .met: 2][$0] ?? -1
      }
      for (group, rank) in found { #expect(rank >= last[group] ?? 0, "\(group) at \(margin)") }
      last = found
    }
    #expect(last == ["B": 2, "C": 2, "D": 2])
  }

  @Test func differencesAreAboutTheirSizeAndValuesAboutTheirDirection() throws {
    let gap = Self.requirement("gap", compare: .difference, worse: .apart)
    let level = Self.requirement("level", compare: .value, reference: .none, worse: .lower)
    let baseline = try audit(Self.before, [Self.ratio])
    // B lies as far above A as it lay below; everybody's rate falls but B's.
    let sealed = try audit(
      [("A", 4500, 10_000), ("B", 5000, 10_000), ("C", 3500, 10_000), ("D", 79, 200)], [gap, level], against: baseline)
    func finding(_ id: String, _ group: Label) -> Finding? {
      sealed.record.findings.first { $0.requirement == id && $0.group == [group] }
    }
    #expect(finding("gap", "B")?.verdict == .met && isClose(finding("gap", "B")?.value, 0, within: 1e-12))
    #expect(finding("gap", "C")?.verdict == .met)
    #expect(finding("level", "A")?.verdict == .cannotTell && finding("level", "B")?.verdict == .met)
    #expect(isClose(finding("level", "A")?.value, -0.05, within: 1e-12) && finding("level", "A")?.reference == nil)
    #expect(Confirmation(of: sealed.record).failures == [])
  }

  @Test func aReferenceGroupThatFallsIsJudged() throws {
    let highest = [Self.requirement(reference: .highest)]
    let baseline = try audit([("A", 8000, 10_000), ("B", 7000, 10_000)], [Self.ratio])
    let same = try audit([("A", 8000, 10_000), ("B", 7000, 10_000)], highest, against: baseline)
    #expect(verdicts(same) == ["B": .met])
    let fallen = try audit([("A", 4000, 10_000), ("B", 7000, 10_000)], highest, against: baseline)
    #expect(verdicts(fallen) == ["A": .notMet, "B": .met])
    #expect(fallen.record.findings.first { $0.group == ["A"] }?.reference?.group == ["B"])
  }

  @Test func whatCannotBeComparedIsNoPass() throws {
    let baseline = try audit(Self.before, [Self.ratio])
    func found(_ groups: [(Label, Int, Int)], _ edit: (inout Plan) -> Void = { _ in }) throws -> SealedRecord {
      let sealed = try audit(groups, [Self.requirement()], against: baseline, edit: edit)
      #expect(Confirmation(of: sealed.record).failures == [])
      return sealed
    }
    // No baseline at all.
    let none = try audit(Self.before, [Self.requirement()])
    #expect(
      none.record.verdict.overall == .couldNotRun && none.record.findings[0].sentence.contains("no baseline was given"))
    // Another meaning.
    let other = try found(Self.before) { $0.decisions?.labels.favourable = ["0"] }
    #expect(other.record.verdict.overall == .couldNotRun)
    #expect(other.record.findings[0].sentence.contains("the favourable labels changed"))
    // A group that one side lacks is named; one of too few people is not enough data.
    #expect(verdicts(try found(Array(Self.before.prefix(3)))) == ["B": .met, "C": .met, "D": .couldNotRun])
    let more = try found(Self.before + [("E", 400, 1000)])
    #expect(
      more.record.findings.contains {
        $0.verdict == .couldNotRun && $0.sentence.contains("the group E is not in the baseline")
      })
    let few = try found(Self.before.prefix(3) + [("D", 9, 20)])
    #expect(verdicts(few)["D"] == .notEnoughData && few.record.verdict.overall == .notEnoughData)
    // People of no known group may hide anything.
    let left = try audit(Self.before, [Self.requirement()], against: baseline, unknown: 6000)
    #expect(verdicts(left)["B"] == .cannotTell)
    #expect(left.record.findings.first { $0.group == ["B"] }?.bounds?.counted == .met)
  }

  @Test func worstPairsCompositesAndPooledNumbersAreJudgedToo() async throws {
    let file = try PlanFile(path: "\(Support.checkout)/datasets/berkeley-admissions-1973/evenhand.yaml")
    let baseline = try SealedRecord(try Audit.run(file.plan, folder: file.folder))
    var plan = file.plan
    plan.power = false
    plan.requirements = [
      Requirement(
        id: "pooled", metric: "conditional-selection-rate", across: [["gender"]], compare: .ratio, reference: .highest,
        noWorseThanBaseline: NoWorse(margin: 0.3, worse: .lower)),
      Requirement(
        id: "pair", metric: "selection-rate", across: [["gender"]], compare: .difference, reference: .worstPair,
        noWorseThanBaseline: NoWorse(margin: 0.1, worse: .higher)),
    ]
    plan.requirements[0].across = plan.groupings(.decisions)
    plan.requirements[1].across = plan.groupings(.decisions)
    var options = Audit.Options()
    options.baseline = baseline
    let record = try Audit.run(plan, folder: file.folder, options: options)
    #expect(
      record.findings.count >= 2
        && record.findings.allSatisfy { $0.verdict == .met && isClose($0.value, 0, within: 1e-12) })
    #expect(record.findings.contains { $0.stratifier != nil } && Confirmation(of: record).failures == [])
  }

  @Test func aWorstPairThatCollapsesIsNotMetWhicheverDirectionIsWorse() throws {
    let before: [(Label, Int, Int)] = [("A", 5000, 10_000), ("B", 5000, 10_000)]
    let baseline = try audit(before, [Self.ratio])
    for worse in [Worsening.lower, .apart] {
      let sealed = try audit(
        [("A", 5000, 10_000), ("B", 2500, 10_000)], [Self.requirement(reference: .worstPair, worse: worse)],
        against: baseline)
      #expect(verdicts(sealed) == ["*": .notMet] && isClose(sealed.record.findings[0].value, -0.5), "\(worse)")
    }
  }

  /// Of a worst pair, of a group, now and in the baseline.
  @Test func whoWasLeftOutOfEitherAuditReachesTheVerdict() throws {
    let groups: [(Label, Int, Int)] = [("A", 5000, 10_000), ("B", 4500, 10_000)]
    let (whole, lacking) = (try audit(groups, [Self.ratio]), try audit(groups, [Self.ratio], unknown: 12_000))
    for requirement in [Self.requirement(), Self.requirement(reference: .worstPair)] {
      for (baseline, unknown) in [(whole, 12_000), (lacking, 0)] {
        let found = try audit(groups, [requirement], against: baseline, unknown: unknown).record
        #expect(found.findings.map(\.verdict) == [.cannotTell] && found.findings[0].bounds?.counted == .met)
        #expect((found.findings[0].bounds?.share ?? 0) > 0.3 && Confirmation(of: found).failures == [])
      }
      #expect(try audit(groups, [requirement], against: whole).record.findings.map(\.verdict) == [.met])
    }
    let table = AuditComparison.changes(from: lacking, to: whole).table
    #expect(table.notes.contains { $0.contains("were left out of a check of the baseline") })
  }

  @Test func onlyTheGroupItselfIsLeftOutByThePlan() throws {
    let rule = NotCompared(belowShare: 0.02, justification: "few")
    func edit(_ plan: inout Plan) { plan.decisions?.groups[0].notCompared = rule }
    let few: [(Label, Int, Int)] = [("A", 50_000, 100_000), ("B", 40_000, 80_000), ("X", 400, 1000)]
    let baseline = try audit(few, [Self.ratio], edit: edit)
    // It has grown, and fallen: what cannot be compared is no pass.
    let grown = try audit(
      [("A", 50_000, 100_000), ("B", 40_000, 80_000), ("X", 2000, 20_000)], [Self.requirement()], against: baseline,
      edit: edit)
    #expect(verdicts(grown) == ["B": .met, "X": .couldNotRun])
    #expect(grown.record.findings.contains { $0.sentence.contains("was not compared in the baseline") })
    #expect(verdicts(try audit(few, [Self.requirement()], against: baseline, edit: edit))["X"] == .notApplicable)
  }

  @Test func theMarginItselfIsMetByThePoint() throws {
    var point = Self.requirement(margin: 0.1)
    point.decide = .point
    let baseline = try audit([("A", 10_000, 10_000), ("B", 4000, 10_000)], [Self.ratio])
    let sealed = try audit([("A", 10_000, 10_000), ("B", 3000, 10_000)], [point], against: baseline)
    #expect(verdicts(sealed) == ["B": .met])
    let beyond = try audit([("A", 10_000, 10_000), ("B", 2999, 10_000)], [point], against: baseline)
    #expect(verdicts(beyond) == ["B": .notMet])
  }

  /// What makes changes of any size invisible, however many groups there are, is no bound of a search.
  @Test func aCollapseIsSeenAmongManyGroups() throws {
    func groups(_ fallen: Int) -> [(Label, Int, Int)] {
      [("ref", 250, 300)] + (0..<300).map { (Label("g\($0)"), $0 == 0 ? fallen : 150, 300) }
    }
    var highest = Self.ratio
    highest.reference = .highest
    let (before, now) = (try audit(groups(150), [highest]), try audit(groups(1), [highest]))
    let table = AuditComparison.changes(from: before, to: now).table
    #expect(table.count(.worse) == 1 && ExitStatus(table) == .notMet)
  }

  @Test func nothingToCompareIsNoPass() throws {
    let baseline = try audit([("A", 5000, 10_000)], [Self.ratio])
    let table = AuditComparison.changes(from: baseline, to: try audit(Self.before, [Self.ratio])).table
    #expect(table.result == .onlyNew && ExitStatus(table) == .cannotJudge)
  }

  @Test func whatThePlansDoNotShareIsSaid() throws {
    let own = try audit(Self.before, [Self.ratio])
    func note(_ edit: (inout Record) -> Void) throws -> String {
      var record = own.record
      edit(&record)
      return AuditComparison.changes(from: own, to: try SealedRecord(record)).table.notes[0]
    }
    #expect(try note { $0.seed = 7 } == "the plans say the same")
    #expect(try note { $0.labels?.decision = "invited" }.hasPrefix("changed: labels;"))
    #expect(try note { $0.labels?.remainder.append(LabelCount("withdrawn", rows: 3, units: 3)) }.contains("labels"))
    #expect(try note { $0.groupings[0].obtained = .inferred }.hasPrefix("changed: groups;"))
    #expect(
      AuditComparison.changes(from: own, to: own).table.notes == [
        "both are one record, which cannot differ from itself"
      ])
  }

  // MARK: the record

  @Test func theRecordHoldsWhatIsComparedAndNothingElse() throws {
    let baseline = try audit(Self.before, [Self.ratio], metrics: ["selection-rate", "accuracy", "true-positive-rate"])
    let sealed = try audit(Self.before, [Self.requirement(), Self.ratio], against: baseline)
    let held = try #require(sealed.record.baseline)
    #expect(held.audit.record == baseline.digest.hex && held.audit.metrics.map(\.id) == ["selection-rate"])
    #expect(held.changes.count(.noClearChange) == 3 && held.changes.result == .noClearChange)
    #expect(sealed.record.holds(baseline) == true)
    #expect(sealed.record.holds(try audit(Self.before, [])) == nil)
    // Numbers, verdicts and changes hold each other.
    func failures(_ change: (inout Record) -> Void) -> [String] {
      var record = sealed.record
      change(&record)
      return Confirmation(of: record).failures
    }
    #expect(failures { _ in } == [])
    #expect(!failures { $0.baseline!.audit.estimates[1].numerator = 3000 }.isEmpty)
    #expect(!failures { $0.baseline!.changes.checks[0].change = .better }.isEmpty)
    #expect(!failures { $0.findings[0].change = FindingChange(baseline: 0.5, now: 0.9) }.isEmpty)
    #expect(!failures { $0.requirements[0].noWorseThanBaseline = NoWorse(margin: -1, worse: .lower) }.isEmpty)
    #expect(!failures { $0.baseline = nil }.isEmpty)
    var forged = sealed.record
    forged.baseline!.audit.estimates[1].numerator = 3000
    #expect(forged.holds(baseline) == false)
    #expect(throws: RecordError.self) {
      try GateChanges(from: baseline, to: SealedRecord(forged), name: "q3")
    }
  }

  @Test func thePlanNamesItsBaseline() async throws {
    try await Support.inFolder { folder in
      let baseline = try audit(Self.before, [Self.ratio])
      func file(_ fingerprint: String?) throws -> PlanFile {
        let name = fingerprint.map { "baseline: {results: \"\($0)\"}\n" } ?? ""
        let text = """
          audit: {title: T}
          decisions: {source: a.csv, columns: {decision: d, favourable: y}, groups: [g]}
          \(name)
          """
        try Files.write(Array(text.utf8), to: "\(folder)/evenhand.yaml")
        return try PlanFile(path: "\(folder)/evenhand.yaml")
      }
      #expect(try file(baseline.digest.fingerprint).baseline(baseline)?.digest == baseline.digest)
      #expect(try file(baseline.digest.hex).baseline(baseline) != nil)
      #expect(try file(nil).baseline(baseline) == nil && file(nil).baseline(nil) == nil)
      func message(_ fingerprint: String, _ given: SealedRecord?) -> String {
        do {
          _ = try file(fingerprint).baseline(given)
          return ""
        } catch { return "\(error)" }
      }
      #expect(message(baseline.digest.fingerprint, nil).contains("evenhand.yaml:3:21: the plan names the baseline"))
      #expect(
        message(baseline.digest.fingerprint, nil).contains(
          "no audit was given (give its bundle or record with --baseline)"))
      #expect(
        message("0000 0000 0000 0000", baseline).contains("the record given is \(baseline.digest.hex.prefix(4))…"))
    }
  }

  // MARK: a baseline never lets pass what fails without it

  @Test func aBaselineNeverTurnsAFailingCheckIntoAPassingOne() throws {
    let names = ["berkeley-admissions-1973", "compas-two-year", "compas-two-year-as-published", "job-recommendations"]
    let audits = try names.map {
      try SealedRecord(parsing: Files.read("\(Support.checkout)/reports/\($0)/record.json"))
    }
    for candidate in audits {
      let own = candidate.record
      for baseline in audits {
        // Whatever the gate says alone, with a baseline it says that or worse.
        let gate = try GateChanges(from: baseline, to: candidate, name: "b")
        for status in ExitStatus.allCases {
          for failOn in FailOn.allCases {
            let own = GateExit(status: status, reason: .met)
            let found = gate.exit(own, failOn: failOn).status
            #expect(
              found == status || status == .met || status == .signOff || (status == .cannotJudge && found == .notMet))
            #expect(found != .met || status == .met)
          }
        }
        var question = GateResult.Question()
        let alone = GateResult(candidate, asking: question)
        question.baseline = gate
        let beside = GateResult(candidate, asking: question)
        #expect(zip(alone.checks, beside.checks).allSatisfy { $0.fails == $1.fails && $0.finding == $1.finding })
        #expect(alone.exit.status == .met || beside.exit.status != .met)
        // And its own requirements are judged alike beside any that look at the baseline.
        let added = own.requirements.map { requirement in
          var copy = requirement
          copy.id += "-no-worse"
          (copy.atLeast, copy.atMost, copy.between) = (nil, nil, nil)
          copy.noWorseThanBaseline = NoWorse(margin: 1e6, worse: requirement.worsening)
          return copy
        }
        let judged = Gate.judge(own, by: own.requirements + added, baseline: baseline)
        #expect(Array(judged.findings.prefix(own.findings.count)).map(\.verdict) == own.findings.map(\.verdict))
        let order: [VerdictWord?] = [.couldNotRun, .notMet, .cannotTell, .notEnoughData, .met, .notApplicable, nil]
        #expect(order.firstIndex(of: judged.verdict.overall)! <= order.firstIndex(of: own.verdict.overall)!)
      }
    }
  }

  @Test func whatIsNotComparableIsSaidOnce() throws {
    let baseline = try audit(Self.before, [Self.ratio])
    let candidate = try audit(Self.before, [Self.ratio]) { $0.decisions?.labels.favourable = ["0"] }
    let gate = try GateChanges(from: baseline, to: candidate, name: "q3")
    #expect(gate.warning == "--baseline q3: 3 of 3 checks are not comparable: the favourable labels changed")
    func code(_ own: GateExit, _ failOn: FailOn = .undecided) -> Int32 {
      gate.exit(own, failOn: failOn).status.rawValue
    }
    let met = GateExit(status: .met, reason: .met)
    #expect(code(met) == 3 && code(GateExit(status: .notMet, reason: .notMet)) == 1)
    #expect(code(GateExit(status: .couldNotRun, reason: .couldNotRun)) == 2)
    #expect(code(met, .notMet) == 0 && code(met, .never) == 0)
    var question = GateResult.Question()
    question.baseline = gate
    let result = GateResult(candidate, asking: question)
    #expect(result.exit.reason == (result.exit.status == .cannotJudge ? .notComparable : .notMet))
    #expect(result.warnings.contains(gate.warning!) && result.checks.allSatisfy { $0.change?.change == .notComparable })
    let document = try JSONValue(parsing: Array(GateDocument.render(result).utf8))
    #expect(JSONSchemaValidator(schema: GateSchema.document, isStrict: true).problems(of: document) == [])
    #expect(document["checks"]?[0]?["baseline"]?["change"]?.text == "not-comparable")
    #expect(try GateChanges(from: baseline, to: baseline, name: "q3").warning == nil)
  }

  // MARK: the report

  @Test func reportsSayWhatChanged() throws {
    let baseline = try audit(Self.before, [Self.ratio])
    let sealed = try audit(
      [("A", 5000, 10_000), ("B", 4500, 10_000), ("C", 3000, 10_000), ("D", 85, 200)],
      [Self.requirement(), Self.ratio],
      against: baseline)
    let body = Report.body(of: sealed)
    let markdown = MarkdownRenderer().render(body)
    #expect(markdown.contains("Since the baseline: 1 worse, 0 better, 2 no clear change, 3 new (section 4)."))
    #expect(markdown.contains("### Changes since the baseline") && markdown.contains("Change for the better"))
    #expect(markdown.contains("No worse than in the baseline by more than 5 percentage points"))
    #expect(WordingLint.violations(in: markdown) == [])
    let html = HTMLRenderer().render(body)
    #expect(html.contains("Changes since the baseline") && !html.contains("NaN"))
    let without = MarkdownRenderer().render(Report.body(of: baseline))
    #expect(!without.contains("Since the baseline") && !without.contains("Changes since"))
  }
}
