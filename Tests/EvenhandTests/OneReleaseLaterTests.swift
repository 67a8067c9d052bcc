import Foundation
import Testing

@testable import Evenhand

/// What a later version writes, made from what 0.1.0 wrote: this version reads it, and lets nothing be changed in it.
struct OneReleaseLaterTests {
  private static let now = Moment("2026-11-28T12:00:00Z")!
  private static let folder = "\(Support.checkout)/Tests/Compatibility/0.1.0"

  // MARK: a later record

  private static func stored(_ bundle: String) throws -> JSONValue {
    try JSONValue(parsing: Files.read("\(folder)/\(bundle)/record.json"))
  }

  /// Numbers that a plan states, which no computing changes.
  private static let stated: Set<String> = [
    "threshold", "at-least", "at-most", "between", "confidence", "level", "power", "tail",
  ]

  /// Every number with a fraction, off by a millionth of a millionth.
  private static func offInLastDigits(_ value: JSONValue) -> JSONValue {
    switch value {
    case .number(let number): .number(number == number.rounded() ? number : number * (1 + 1e-12))
    case .array(let elements): .array(elements.map(offInLastDigits))
    case .object(let members):
      .object(members.map { ($0.key, stated.contains($0.key) ? $0.value : offInLastDigits($0.value)) })
    default: value
    }
  }

  /// A record as a later version may write it: other words, a new list, a new member of cards, a new metric, a new kind of
  /// measure with reasons of its own, other last digits.
  private static func later(_ bundle: String, rules: String = "evenhand-rules/1") throws -> JSONValue {
    var record = offInLastDigits(try stored(bundle))
    for index in record["findings"]!.elements!.indices {
      record["findings"]![index]!["sentence"] = .string("Said in \(index + 1) better words.")
    }
    for index in record["metrics"]!.elements!.indices { record["metrics"]![index]!["later-fact"] = .string("share") }
    let card = record["metrics"]![0]!
    let name = card["id"]!.text!
    var twin = card
    twin["id"] = .string("later-metric")
    var kind = twin
    kind["id"] = .string("later-kind")
    kind["measure"] = .string("score")
    kind["needs"] = .array([.string("score")])
    record["metrics"] = .array(record["metrics"]!.elements! + [twin, kind])
    let own = record["estimates"]!.elements!.filter { $0["metric"]?.text == name && $0["within"]?.text == nil }
    #expect(!own.isEmpty)
    let rows = own.flatMap { row in
      var (twin, score) = (row, row)
      twin["metric"] = .string("later-metric")
      score["metric"] = .string("later-kind")
      for part in ["numerator", "denominator", "interval"] { score[part] = .null }
      score["value"] = .number(12.5)
      score["pairs"] = .number(7)
      var missing = score
      missing["value"] = .null
      missing["undefined"] = .string("too-few-pairs")
      return [twin, score, missing]
    }
    record["estimates"] = .array(record["estimates"]!.elements! + rows)
    record["dispersions"] = .array(
      record["dispersions"]!.elements!.flatMap { row in
        guard row["metric"]?.text == name else { return [row] }
        var twin = row
        twin["metric"] = .string("later-metric")
        return [row, twin]
      })
    record["exhibits"] = .array([.object([("key", .string("curve")), ("columns", .array([.number(0.25)]))])])
    record["rules"] = .string(rules)
    record["tool"]!["version"] = .string("9.1.0")
    return try JSONValue(parsing: record.canonicalBytes)
  }

  @Test(arguments: ["decisions-unsigned", "lists-unsigned"]) func isConfirmedAndRendered(_ bundle: String) throws {
    let document = try Self.later(bundle)
    let sealed = try SealedRecord(parsing: document.canonicalBytes)
    #expect(sealed.text == document.canonical)
    let confirmation = Confirmation(of: sealed.record)
    #expect(confirmation.structure == .holds)
    #expect(confirmation.numbers == .holds)
    #expect(Gate.objection(to: confirmation, in: nil) == nil)
    let markdown = MarkdownRenderer().render(Report.whole(of: sealed))
    #expect(markdown.contains("12.5") && markdown.contains("too-few-pairs"))
    #expect(HTMLRenderer().render(Report.whole(of: sealed)).contains("12.5"))
    #expect(try sealed.record.canonicalText().contains(#""measure":"score""#))
  }

  @Test func aRequirementOnAnUnknownKindCouldNotRun() throws {
    let record = try Record(parsing: Self.later("decisions-unsigned").canonicalBytes)
    var requirement = record.requirements[0]
    requirement.metric = "later-kind"
    let judged = Gate.judge(record, by: [requirement])
    #expect(judged.findings.map(\.verdict) == [.couldNotRun])
    #expect(judged.findings.allSatisfy { $0.sentence.contains("score") })
    // As a later version found it, it is neither confirmed nor refused.
    var found = record
    found.requirements.append(requirement)
    found.requirements[found.requirements.count - 1].id = "later"
    var finding = record.findings[0]
    (finding.requirement, finding.metric) = ("later", "later-kind")
    var detectable = record.detectable[0]
    detectable.requirement = "later"
    found.findings.append(finding)
    found.detectable.append(detectable)
    found.verdict = Verdict(findings: found.findings, synthetic: false)
    let confirmation = Confirmation(of: found)
    #expect(confirmation.failures == [])
    #expect(confirmation.numbers.reason?.contains("score") == true)
    #expect(Gate.objection(to: confirmation, in: nil) != nil)
  }

  // MARK: a later bundle that people signed

  /// A bundle of the later record, signed by its owner, whose policy holds a rule that this version does not know.
  private func inLaterBundle(
    rules: String, _ body: (_ bundle: Bundle, _ signers: [UInt8]) throws -> Void
  ) async throws {
    try await Support.inFolder { folder in
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
      process.arguments = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", "\(folder)/ann"]
      process.standardInput = FileHandle.nullDevice
      try process.run()
      process.waitUntilExit()
      let bundle = Bundle(folder: "\(folder)/out")
      try FileManager.default.copyItem(atPath: "\(Self.folder)/decisions-unsigned", toPath: bundle.folder)
      var document = try Self.later("decisions-unsigned", rules: rules)
      document["sign-off"]!["required"] = .array([.object([("role", .string("owner"))])])
      document["sign-off"]!["a-later-rule"] = .number(3)
      document = try JSONValue(parsing: document.canonicalBytes)
      try Files.write(document.canonicalBytes, to: bundle.path("record.json"))
      var run = try JSONValue(parsing: Files.read(bundle.path("run.json")))
      run["record"] = .string(Digest(of: document.canonicalBytes).hex)
      try Files.write(run.canonicalBytes, to: bundle.path("run.json"))
      let digests = try Bundle.needed.map { (name: $0, digest: Digest(of: try Files.read(bundle.path($0)))) }
      try Files.write(Bundle.sums(digests), to: bundle.path("SHA256SUMS"))
      let key = try String(contentsOfFile: "\(folder)/ann.pub", encoding: .utf8).split(separator: " ")
      let signers = Array("ann \(key[0]) \(key[1])\n".utf8)
      try Files.write(signers, to: bundle.path("allowed_signers"))
      let draft = SignOffDraft(kind: .approve, signer: .init(principal: "ann", name: "Ann Owner", role: "owner"))
      _ = try SignedBundle.sign(
        draft, in: try SignedBundle(bundle, options: .init(now: Self.now)), key: "\(folder)/ann",
        options: .init(now: Self.now))
      try body(bundle, signers)
    }
  }

  @Test func aLaterBundleIsFinalAndPassesTheGate() async throws {
    try await inLaterBundle(rules: "evenhand-rules/1") { bundle, _ in
      let signed = try SignedBundle(bundle, options: .init(now: Self.now))
      #expect(signed.breaks == [] && signed.state.isFinal)
      #expect(signed.confirmation.bytes == .holds && signed.confirmation.numbers == .holds)
      #expect(Gate.objection(to: signed.confirmation, in: signed) == nil)
    }
  }

  /// Under rules that this version does not know a verdict counts by signatures alone, and by keys from outside.
  @Test func otherRulesNeedSignaturesByKeysFromOutside() async throws {
    try await inLaterBundle(rules: "evenhand-rules/9") { bundle, signers in
      let own = try SignedBundle(bundle, options: .init(now: Self.now))
      #expect(own.breaks == [] && own.state.isFinal)
      #expect(own.confirmation.numbers.reason?.contains("evenhand-rules/9") == true)
      #expect(StatusSummary.status(own).contains("evenhand-rules/9"))
      #expect(Gate.objection(to: own.confirmation, in: own)?.contains("--allowed-signers") == true)
      #expect(Gate.objection(to: own.confirmation, in: nil)?.contains("--plan") == true)
      let outside = try SignedBundle(bundle, options: .init(now: Self.now, allowedSigners: signers))
      #expect(Gate.objection(to: outside.confirmation, in: outside) == nil)
      // Keys from outside by which nobody has signed do not help.
      let other = try Files.read("\(Self.folder)/life-signed/allowed_signers")
      let stranger = try SignedBundle(bundle, options: .init(now: Self.now, allowedSigners: other))
      #expect(Gate.objection(to: stranger.confirmation, in: stranger)?.contains("evenhand status") == true)
      // What is not checked is not passed over either: its shape is, and its bytes.
      var changed = own.sealed.record
      changed.findings.removeLast()
      #expect(!Confirmation(of: changed).structure.failures.isEmpty)
    }
  }

  // MARK: nothing can be changed

  /// Where numbers stand in canonical JSON.
  private static func numbers(in bytes: [UInt8]) -> [Range<Int>] {
    var found: [Range<Int>] = []
    var index = 0
    var isText = false
    while index < bytes.count {
      let byte = bytes[index]
      if isText {
        if byte == UInt8(ascii: "\\") { index += 1 }
        isText = byte != UInt8(ascii: "\"")
      } else if byte == UInt8(ascii: "\"") {
        isText = true
      } else if byte == UInt8(ascii: "-") || (0x30...0x39).contains(byte) {
        let end = bytes[index...].firstIndex { ",]}".utf8.contains($0) } ?? bytes.count
        found.append(index..<end)
        index = end
        continue
      }
      index += 1
    }
    return found
  }

  private static func count(_ value: JSONValue) -> Int {
    switch value {
    case .number: 1
    case .array(let elements): elements.reduce(0) { $0 + count($1) }
    case .object(let members): members.reduce(0) { $0 + count($1.value) }
    default: 0
    }
  }

  /// A number changed by a millionth of itself; 0 by a millionth.
  private static func changed(_ number: Double) -> Double { number == 0 ? 1e-6 : number * (1 + 1e-6) }

  @Test(arguments: ["life-signed", "decisions-signed", "lists-signed"])
  func everyNumberOfASignedRecordIsHeldByItsBytes(_ name: String) throws {
    let bundle = Bundle(folder: "\(Self.folder)/\(name)")
    let signed = try SignedBundle(bundle, options: .init(now: Self.now))
    let bytes = try Files.read(bundle.path("record.json"))
    let places = Self.numbers(in: bytes)
    #expect(places.count == Self.count(try JSONValue(parsing: bytes)))
    #expect(!signed.ledger.links.isEmpty)
    // A changed number is other bytes, and other bytes are another digest than the signed one: the first 40 go the whole way.
    for (index, place) in places.enumerated() {
      let number = try #require(Double(String(decoding: bytes[place], as: UTF8.self)))
      let text = Array(CanonicalNumber.text(Self.changed(number)).utf8)
      guard text != Array(bytes[place]) else {
        Issue.record("a number changed by a millionth of itself is written alike: \(number)")
        continue
      }
      guard index < 40 else { continue }
      var other = bytes
      other.replaceSubrange(place, with: text)
      let subjects = signed.subjects.map {
        $0.name == "record.json" ? SignOffEvent.Subject(name: $0.name, sha256: Digest(of: other).hex) : $0
      }
      #expect(SignedBundle.subjectBreaks(signed.ledger, subjects).first?.reason.hasPrefix("record.json") == true)
    }
  }

  /// Small records of every kind of evidence.
  static func small() async throws -> [Record] {
    var plan = Support.plan(
      requirements: [
        ("highest", "selection-rate", .ratio, .highest, .atLeast(0.5)),
        ("others", "base-rate", .difference, .complement, .between(-0.6, 0.6)),
        ("named", "true-positive-rate", .ratio, .group(["a"]), .atLeast(0.2)),
        ("itself", "accuracy", .value, ReferenceRule.none, .atMost(0.9)),
        ("pair", "selection-rate", .difference, .worstPair, .atMost(0.7)),
        ("odds", "equalized-odds", .difference, .worstPair, .atMost(0.9)),
      ].map { (id, metric, compare, reference, threshold: Threshold) in
        Requirement(
          id: id, metric: metric, across: [["group"]], compare: compare, reference: reference,
          atLeast: threshold.bound == .atLeast ? threshold.limits[0] : nil,
          atMost: threshold.bound == .atMost ? threshold.limits[0] : nil,
          between: threshold.bound == .between ? threshold.limits : nil, minimumCount: 20)
      })
    plan.seed = 1
    var columns: [String: [String]] = ["group": [], "decision": [], "outcome": []]
    for row in 0..<180 {
      columns["group"]?.append(["a", "b", "c"][row % 3])
      columns["decision"]?.append(row % 7 < 3 + row % 3 ? "1" : "0")
      columns["outcome"]?.append(row % 11 < 5 + row % 3 ? "1" : "0")
    }
    let lists = try await MadeUpLists(160, seed: 7).tables(
      metrics: "[ndcg, hit-rate, exposure, exposure-share, ndkl]",
      requirements: [
        "{id: q, metric: ndcg, across: [sex], compare: ratio, reference: highest, at-least: 0.5}",
        "{id: h, metric: hit-rate, across: [sex], compare: value, at-least: 0.1}",
        "{id: s, metric: exposure-share, across: [maker], compare: ratio, reference: target, at-least: 0.5}",
        "{id: n, metric: ndkl, across: [maker], at-most: 0.5}",
        "{id: w, metric: ndcg, across: [sex], compare: difference, reference: worst-pair, at-most: 0.9}",
      ]
    ).record()
    return [try Audit.record(of: plan, values: columns), lists]
  }

  /// Every value that differs from this one in one number.
  private static func variants<Value: Codable>(_ value: Value) throws -> [(place: String, value: Value?)] {
    let bytes = Array(try Canonical.text(value).utf8)
    return try numbers(in: bytes).map { place in
      let number = try #require(Double(String(decoding: bytes[place], as: UTF8.self)))
      var other = bytes
      other.replaceSubrange(place, with: CanonicalNumber.text(changed(number)).utf8)
      let words = String(decoding: bytes[..<place.lowerBound].suffix(24) + bytes[place], as: UTF8.self)
      // What is not even read is found as well: half a list, a person and a millionth.
      return (words, try? Canonical.value(Value.self, from: other))
    }
  }

  @Test func everyNumberOfEstimatesAndFindingsIsFound() async throws {
    for record in try await Self.small() {
      #expect(Confirmation(of: record).failures == [])
      var count = 0
      for index in record.estimates.indices {
        for (place, other) in try Self.variants(record.estimates[index]) {
          count += 1
          guard let other else { continue }
          var changed = record
          changed.estimates[index] = other
          #expect(!Confirmation(of: changed).failures.isEmpty, "\(record.estimates[index].metric): \(place)")
        }
      }
      for index in record.findings.indices {
        for (place, other) in try Self.variants(record.findings[index]) {
          count += 1
          guard let other else { continue }
          var changed = record
          changed.findings[index] = other
          #expect(!Confirmation(of: changed).failures.isEmpty, "\(record.findings[index].requirement): \(place)")
        }
      }
      #expect(count > 60)
    }
  }

  @Test func everyVerdictFlippedAndEveryFindingDroppedIsFound() async throws {
    for record in try await Self.small() {
      for index in record.findings.indices {
        for word in VerdictWord.allCases where word != record.findings[index].verdict {
          var changed = record
          changed.findings[index].verdict = word
          // Whoever changes a verdict changes what is made of it, too.
          changed.verdict = Verdict(findings: changed.findings, synthetic: record.verdict.synthetic)
          #expect(
            !Confirmation(of: changed).numbers.failures.isEmpty, "\(word) of \(record.findings[index].requirement)")
        }
        var changed = record
        changed.findings.remove(at: index)
        changed.detectable.remove(at: index)
        changed.verdict = Verdict(findings: changed.findings, synthetic: record.verdict.synthetic)
        #expect(!Confirmation(of: changed).numbers.failures.isEmpty, "without \(record.findings[index].requirement)")
      }
      for word in VerdictWord.allCases where word != record.verdict.overall {
        var changed = record
        changed.verdict.overall = word
        #expect(!Confirmation(of: changed).numbers.failures.isEmpty, "overall \(word)")
      }
    }
  }

  @Test func aLimitOnItsThresholdKeepsTheStoredVerdict() async throws {
    let record = try await Self.small()[0]
    let index = try #require(record.findings.firstIndex { $0.requirement == "itself" && $0.verdict == .met })
    let upper = try #require(record.findings[index].interval?.upper)
    let own = try #require(record.requirements.firstIndex { $0.id == "itself" })
    func met(at threshold: Double) -> Confirmation.Answer {
      var changed = record
      changed.requirements[own].atMost = threshold
      let judged = Gate.judge(changed, by: changed.requirements)
      // As it was judged where the last digits came out the other way.
      changed.findings = judged.findings
      changed.detectable = judged.detectable
      changed.findings[index].verdict = .met
      changed.findings[index].bounds?.counted = .met
      changed.findings[index].bounds?.worst?.verdict = .met
      changed.findings[index].bounds?.best?.verdict = .met
      changed.verdict = Verdict(findings: changed.findings, synthetic: false)
      return Confirmation(of: changed).numbers
    }
    #expect(met(at: upper) == .holds)
    #expect(met(at: upper * (1 - 1e-10)) == .holds)
    #expect(!met(at: upper * (1 - 1e-8)).failures.isEmpty)
  }
}

extension JSONValue {
  /// The member of an object, which can be changed; a new one goes to the end.
  fileprivate subscript(key: String) -> JSONValue? {
    get {
      guard case .object(let members) = self else { return nil }
      return members.first { $0.key == key }?.value
    }
    set {
      guard case .object(var members) = self, let newValue else { return }
      if let index = members.firstIndex(where: { $0.key == key }) {
        members[index].value = newValue
      } else {
        members.append((key, newValue))
      }
      self = .object(members)
    }
  }

  /// The element of a list, which can be changed.
  fileprivate subscript(index: Int) -> JSONValue? {
    get { elements?[index] }
    set {
      guard case .array(var elements) = self, let newValue else { return }
      elements[index] = newValue
      self = .array(elements)
    }
  }
}
