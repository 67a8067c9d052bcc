import AuditLedger
import Foundation
import Testing

@testable import Evenhand

/// A gate's result for every outcome that the contract names.
enum GateCases {
  static let names = [
    "passed", "blocked", "undecided", "waived", "warnings", "could not run", "not signed", "nothing to judge",
  ]

  /// The exit code of each.
  static let codes: [String: Int32] = [
    "passed": 0, "blocked": 1, "undecided": 3, "waived": 0, "warnings": 0, "could not run": 2, "not signed": 4,
    "nothing to judge": 3,
  ]

  static let planText = """
    audit: {title: Test}
    requirements:
      - id: ratio
        metric: selection-rate
      - {metric: selection-rate, id: "second"}
    """

  /// A record over groups with so many favourable decisions of so many people.
  static func record(
    _ groups: [(Label, Int, Int)], requirements: [Requirement], columns: String = "group", title: String = "Test"
  ) throws -> Record {
    var values: [String: [String]] = [columns: [], "decision": [], "outcome": []]
    for (group, favourable, people) in groups {
      for row in 0..<people {
        values[columns]?.append(group.text)
        values["decision"]?.append(row < favourable ? "1" : "0")
        values["outcome"]?.append("1")
      }
    }
    var plan = Support.plan(
      requirements: requirements, metrics: ["selection-rate"], groups: [GroupColumn(name: columns)])
    plan.audit.title = title
    plan.decisions?.groups[0].rules.labels = groups.map(\.0)
    plan.sha256 = Digest(of: Array(planText.utf8)).hex
    plan.signOff = SignOffPolicy(
      required: [RequiredRole(role: "owner")], waivers: WaiverPolicy(approvers: ["owner"], longestDays: 90))
    return try Audit.record(of: plan, values: values)
  }

  static func requirement(
    _ id: String = "ratio", atLeast: Double = 0.8, severity: Severity = .block, columns: String = "group"
  ) -> Requirement {
    Requirement(
      id: id, metric: "selection-rate", across: [[columns]], compare: .ratio, reference: .highest, atLeast: atLeast,
      severity: severity)
  }

  static let apart: [(Label, Int, Int)] = [("a", 300, 600), ("b", 150, 600), ("c", 7, 20)]
  static let open: [(Label, Int, Int)] = [("a", 30, 60), ("b", 28, 60)]
  static let equal: [(Label, Int, Int)] = [("a", 300, 600), ("b", 301, 600)]

  /// The places of the plan that all records are of.
  static let places = PlanPlaces(path: "evenhand.yaml", bytes: Array(planText.utf8))

  static func question(requiresSignOff: Bool = false) -> GateResult.Question {
    var question = GateResult.Question()
    question.requiresSignOff = requiresSignOff
    question.folder = "out"
    question.places = places
    return question
  }

  /// The result of a case; numbers differ from one `scale` to another, and nothing else does.
  static func result(_ name: String, scale: Int = 1) throws -> GateResult {
    func scaled(_ groups: [(Label, Int, Int)]) -> [(Label, Int, Int)] {
      groups.map { ($0, $1 * scale, $2 * scale) }
    }
    func judged(_ record: Record) throws -> GateResult { GateResult(try SealedRecord(record), asking: question()) }
    switch name {
    case "passed": return try judged(record(scaled(equal), requirements: [requirement()]))
    case "blocked":
      return try judged(record(scaled(apart), requirements: [requirement(), requirement("second", severity: .inform)]))
    case "undecided": return try judged(record(open, requirements: [requirement()]))
    case "waived": return try waived(record(scaled(apart.dropLast()), requirements: [requirement()]))
    case "warnings":
      return try judged(
        record(
          scaled(apart.dropLast()), requirements: [requirement("second", severity: .warn), requirement(atLeast: 0.1)]))
    case "could not run":
      let record = try record(equal, requirements: [requirement()])
      return try judged(Gate.judge(record, by: [requirement(columns: "nowhere")]))
    case "not signed":
      return GateResult(
        try SealedRecord(record(scaled(equal), requirements: [requirement()])), asking: question(requiresSignOff: true))
    default: return try judged(record(equal, requirements: []))
    }
  }

  /// The result of a bundle in which somebody accepted what is not met.
  static func waived(_ given: Record, reason: String = "a mended model ships") throws -> GateResult {
    let plan = Array(
      """
      audit: {title: \(JSONValue.string(given.audit.title).canonical)}
      decisions:
        source: a.csv
        columns: {decision: decision, favourable: ["1"], outcome: outcome, positive: ["1"]}
        groups: [group]
      requirements: [{id: ratio, metric: selection-rate, at-least: 0.8}]
      replicates: 0
      sign-off: {required: [{role: owner}], waivers: {approvers: [owner], longest: 90d}}

      """.utf8)
    var record = given
    record.plan = PlanReference(sha256: Digest(of: plan).hex)
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("evenhand-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", "\(folder)/ann"]
    process.standardInput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    let key = try String(contentsOfFile: "\(folder)/ann.pub", encoding: .utf8).split(separator: " ")
    let bundle = Evenhand.Bundle(folder: "\(folder)/out")
    let options = SignedBundle.Options(now: Moment("2026-11-23T09:00:00Z")!)
    try bundle.write(
      record,
      run: { sealed in
        RunDescription(
          startedAt: "", seconds: 0, host: nil, platform: "", command: [], version: "", record: sealed.digest.hex)
      },
      plan: plan, allowedSigners: Array("ann \(key[0]) \(key[1])\n".utf8))
    var draft = SignOffDraft(kind: .waive, signer: .init(principal: "ann", name: "Ann Owner", role: "owner"))
    draft.waiver = .init(requirement: "ratio", groups: [])
    draft.reason = reason
    draft.expires = CalendarDay("2026-12-31")
    let signed = try SignedBundle.sign(
      draft, in: try SignedBundle(bundle, options: options), key: "\(folder)/ann", options: options)
    return GateResult(signed.sealed, in: signed, confirmation: signed.confirmation, asking: question())
  }
}
